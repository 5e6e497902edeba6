package dev.freshet.samples.service;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BackupsController {
    private final Backups backups;

    BackupsController(Backups backups) {
        this.backups = backups;
    }

    @GetMapping("/backups/recent")
    ResponseEntity<List<Backups.TenMinutes>> recent() {
        return backups.recent().toResponse();
    }

    @GetMapping("/report/daily")
    ResponseEntity<List<Backups.Day>> daily() {
        return backups.daily().toResponse();
    }
}
