package dev.freshet.cli;

import dev.freshet.cli.local.LakehouseDirectory;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prints where the running lakehouse is and what to try next.
 *
 * @param standard whether it is in the default directory, where commands look for it
 */
record UpOutput(PrintWriter out, CommonOptions options, LakehouseDirectory directory, boolean standard) {
    void running(boolean already) {
        LakehouseConfig config = LakehouseConfig.read(directory.file());
        String url = config.trinoUrl();
        URI address = URI.create(url.substring("jdbc:".length()));
        String web = "http://" + address.getHost() + ":" + address.getPort();
        Optional<String> s3 = Optional.ofNullable(config.landing().get("s3.endpoint"));
        String landing = s3.isPresent() ? config.landingRoot("").orElseThrow().replaceFirst("/$", "")
                : directory.path().resolve("data/landing").toString();
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("alreadyRunning", already);
            json.put("pid", directory.host().map(ProcessHandle::pid).orElse(null));
            json.put("lakehouse", directory.file().toString());
            json.put("trinoUrl", url);
            json.put("web", web);
            json.put("landing", landing);
            new Output(out).json(json);
            return;
        }
        String freshet = "  " + CommonOptions.freshet();
        String lakehouse = standard ? "" : " --lakehouse " + directory.file();
        out.println(already ? "The lakehouse is already running." : "The lakehouse is running.");
        out.println("  Trino         " + url);
        out.println("  web console   " + web + " (any user, no password)");
        out.println("  landing zone  " + landing
                + s3.map(server -> " (S3 at %s, its keys are in the file below)".formatted(server))
                        .orElse(" (a spec calls it local:///landing)"));
        out.println("  its file      " + directory.file());
        out.println("Try next:");
        out.println(freshet + " query" + lakehouse + " \"SHOW SCHEMAS\"");
        out.println(freshet + " infer SAMPLE.json -o spec.yaml");
        out.println(freshet + " down" + (standard ? "" : " --directory " + directory.path()));
        out.flush();
    }
}
