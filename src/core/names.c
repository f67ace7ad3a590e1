/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of dialects and formats, and one sentence for each status.
 */
#include "amsref.h"

static const char *const dialect_names[AMSREF_DIALECT_COUNT] = {
    [AMSREF_PAPER] = "paper",       [AMSREF_PAPER_EPS] = "paper-eps", [AMSREF_JULIA] = "julia",
    [AMSREF_PYTORCH] = "pytorch",   [AMSREF_KERAS] = "keras",         [AMSREF_OPTAX] = "optax",
    [AMSREF_OPTAX_MU] = "optax-mu", [AMSREF_DRJIT] = "drjit",         [AMSREF_ADAM] = "adam",
};

static const char *const format_names[AMSREF_FORMAT_COUNT] = {
    [AMSREF_BINARY64] = "binary64",
    [AMSREF_BINARY32] = "binary32",
};

#define STATUS_COUNT (AMSREF_E_RANGE + 1)

static const char *const messages[STATUS_COUNT] = {
    [AMSREF_OK] = "no error",
    [AMSREF_E_DIALECT] = "no such dialect",
    [AMSREF_E_LR] = "lr must be finite and at least 0",
    [AMSREF_E_BETA1] = "beta1 must be at least 0 and less than 1",
    [AMSREF_E_BETA2] = "beta2 must be at least 0 and less than 1",
    [AMSREF_E_EPS] = "eps must be finite and at least 0, and 0 in dialect paper",
    [AMSREF_E_WEIGHT_DECAY] = "weight_decay must be finite and at least 0",
    [AMSREF_E_SCHEDULE] = "a schedule must be a known one, and belongs to paper and paper-eps alone",
    [AMSREF_E_LAMBDA] = "lambda must be greater than 0 and at most 1",
    [AMSREF_E_BOX] = "the box must have lo <= hi, and belongs to paper and paper-eps alone",
    [AMSREF_E_T] = "t must be at least 1 and at most 2^53",
    [AMSREF_E_RANGE] = "a coefficient of the step is not finite in the format",
};

const char *amsref_status_message(amsref_status status)
{
    if ((unsigned)status >= STATUS_COUNT) {
        return "unknown status";
    }
    return messages[status];
}

const char *amsref_dialect_name(amsref_dialect dialect)
{
    if ((unsigned)dialect >= AMSREF_DIALECT_COUNT) {
        return NULL;
    }
    return dialect_names[dialect];
}

const char *amsref_format_name(amsref_format format)
{
    if ((unsigned)format >= AMSREF_FORMAT_COUNT) {
        return NULL;
    }
    return format_names[format];
}

/* strcmp(a, b) == 0 without the library. */
static bool equal(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] != '\0' && a[i] == b[i]) {
        i++;
    }
    return a[i] == b[i];
}

/* The place of name in table, or count. */
static unsigned find(const char *const *table, unsigned count, const char *name)
{
    unsigned i = 0;
    while (i < count && !equal(table[i], name)) {
        i++;
    }
    return i;
}

amsref_dialect amsref_dialect_from_name(const char *name)
{
    return (amsref_dialect)find(dialect_names, AMSREF_DIALECT_COUNT, name);
}

amsref_format amsref_format_from_name(const char *name)
{
    return (amsref_format)find(format_names, AMSREF_FORMAT_COUNT, name);
}
