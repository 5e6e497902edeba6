package dev.freshet.transform.columns;

import dev.freshet.spec.ParquetProfile;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PropertyUtil;

/**
 * How files are written, mostly by a table's properties.
 *
 * @param rowGroupRows the most rows in a row group: with a sort order, readers skip row groups
 * @param level {@code null} for the default
 * @param bloomFilters the ids of the columns that have Bloom filters
 */
record WriterSettings(ParquetProfile profile, long fileBytes, long rowGroupBytes, int rowGroupRows, int pageBytes,
        int pageRows, int dictionaryBytes, String codec, String level, Set<Integer> bloomFilters,
        int bloomFilterBytes) {
    private static final int ROW_GROUP_ROWS = 1 << 18;

    static WriterSettings of(Table table, ParquetProfile profile) {
        Map<String, String> properties = table.properties();
        return new WriterSettings(profile,
                PropertyUtil.propertyAsLong(properties, TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT),
                PropertyUtil.propertyAsLong(properties, TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT),
                ROW_GROUP_ROWS,
                PropertyUtil.propertyAsInt(properties, TableProperties.PARQUET_PAGE_SIZE_BYTES,
                        TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT),
                PropertyUtil.propertyAsInt(properties, TableProperties.PARQUET_PAGE_ROW_LIMIT,
                        TableProperties.PARQUET_PAGE_ROW_LIMIT_DEFAULT),
                PropertyUtil.propertyAsInt(properties, TableProperties.PARQUET_DICT_SIZE_BYTES,
                        TableProperties.PARQUET_DICT_SIZE_BYTES_DEFAULT),
                PropertyUtil.propertyAsString(properties, TableProperties.PARQUET_COMPRESSION,
                        TableProperties.PARQUET_COMPRESSION_DEFAULT_SINCE_1_4_0),
                properties.get(TableProperties.PARQUET_COMPRESSION_LEVEL),
                table.schema().columns().stream()
                        .filter(column -> Boolean.parseBoolean(properties
                                .get(TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX + column.name())))
                        .map(Types.NestedField::fieldId).collect(Collectors.toSet()),
                PropertyUtil.propertyAsInt(properties,
                        TableProperties.PARQUET_BLOOM_FILTER_MAX_BYTES,
                        TableProperties.PARQUET_BLOOM_FILTER_MAX_BYTES_DEFAULT));
    }
}
