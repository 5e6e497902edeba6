package dev.freshet.transform.landing;

import java.util.List;
import org.apache.iceberg.aws.s3.S3FileIO;

/**
 * Lists objects in S3 with their ETags. Unlike a modification time, which is in whole seconds, an ETag tells of each
 * overwrite.
 */
record S3Objects(S3FileIO io) {
    /**
     * The objects whose locations begin with the prefix, without the empty ones that consoles and Hadoop put in the
     * place of directories.
     */
    List<RawFile> list(String prefix) {
        int bucket = prefix.indexOf("://") + 3;
        int key = prefix.indexOf('/', bucket) + 1;
        return io.client(prefix)
                .listObjectsV2Paginator(list -> list.bucket(prefix.substring(bucket, key - 1))
                        .prefix(prefix.substring(key)))
                .contents().stream().filter(object -> object.size() > 0 || !object.key().endsWith("/"))
                .map(object -> new RawFile(prefix.substring(0, key) + object.key(), object.size(),
                        object.lastModified(), false, object.eTag().replace("\"", "")))
                .toList();
    }
}
