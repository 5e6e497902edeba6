package dev.freshet.transform.scan;

import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.TypeRule;
import dev.freshet.transform.columns.Leaf;
import dev.freshet.transform.columns.RepeatedNode;
import dev.freshet.transform.json.ValueMapper;
import java.io.IOException;
import java.util.Set;

/** A column or a row's field that reads a value. */
abstract class Target {
    private final DataType type;
    private final TypeRule rule;
    private final int kinds;
    private final boolean strict;
    private final ValueMapper mapper;

    private Target(DataType type, TypeRule rule, boolean strict, ValueMapper mapper) {
        this.type = type;
        this.rule = rule;
        this.kinds = mask(rule.kinds());
        this.strict = strict;
        this.mapper = mapper;
    }

    static int mask(Set<JsonKind> kinds) {
        return kinds.stream().mapToInt(kind -> 1 << kind.ordinal()).sum();
    }

    /**
     * Reads the value for the current row.
     *
     * @return false if the line has to be read by the line mapper
     */
    final boolean read(Token token, int row) {
        if (token.kind == JsonKind.NULL) {
            return true;
        }
        if ((kinds & 1 << token.kind.ordinal()) == 0) {
            return !strict;
        }
        return common(token, row) || other(token, row);
    }

    /** Reads a value of the common form; returns false if it is of another. */
    abstract boolean common(Token token, int row);

    abstract void write(Object value, int row);

    private boolean other(Token token, int row) {
        try {
            Object value = mapper.value(type, rule, token.json());
            if (value != null) {
                write(value, row);
            }
            return value != null || !strict;
        } catch (IOException e) {
            return false;
        }
    }

    static final class Scalar extends Target {
        private final Leaf leaf;
        private final Kernel kernel;

        Scalar(DataType type, TimeFormat format, TypeRule rule, boolean strict, Leaf leaf, ValueMapper mapper) {
            super(type, rule, strict, mapper);
            this.leaf = leaf;
            this.kernel = Kernel.of(type, format, leaf);
        }

        @Override
        boolean common(Token token, int row) {
            return kernel.read(token, row);
        }

        @Override
        void write(Object value, int row) {
            leaf.setObject(row, value);
            leaf.define(row);
        }
    }

    /** A row, whose fields are targets themselves. */
    static final class Row extends Target {
        Row(DataType type, TypeRule rule, boolean strict) {
            super(type, rule, strict, null);
        }

        @Override
        boolean common(Token token, int row) {
            return true;
        }

        @Override
        void write(Object value, int row) {
            throw new IllegalStateException("A row is written by its fields");
        }
    }

    static final class Repeated extends Target {
        final RepeatedNode node;
        /** Reads the common form; {@code null} if a part of it has none. */
        final Element element;
        private final char begins;

        Repeated(DataType type, TypeRule rule, boolean strict, RepeatedNode node, ValueMapper mapper) {
            super(type, rule, strict, mapper);
            this.node = node;
            this.element = Element.of(type, node, mapper);
            this.begins = type instanceof DataType.Array ? '[' : '{';
        }

        /** Whether a value that begins so may have elements that are recognized. */
        boolean mayRead(byte first) {
            return element != null && first == begins;
        }

        @Override
        boolean common(Token token, int row) {
            return false;
        }

        @Override
        void write(Object value, int row) {
            node.write(value);
        }
    }
}
