package dev.freshet.gateway.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** A number of places, of which no address may take more than half. */
final class Shares {
    private final int places;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private int all;

    Shares(int places) {
        this.places = places;
    }

    /** Takes a place, if there is one for this address. */
    synchronized boolean take(InetAddress address) {
        if (all >= places || taken.getOrDefault(address, 0) >= places / 2) {
            return false;
        }
        all++;
        taken.merge(address, 1, Integer::sum);
        return true;
    }

    synchronized void giveBack(InetAddress address) {
        all--;
        taken.computeIfPresent(address, (from, count) -> count == 1 ? null : count - 1);
    }

    synchronized int taken() {
        return all;
    }
}
