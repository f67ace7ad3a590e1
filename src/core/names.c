/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of dialects and formats, and one sentence for each status.
 */
#include "amsref.h"

/* Rows of fixed size: no pointers to relocate, and every comparison ends at the row's. */
#define NAME_SIZE 12

// s and t agree up to and with a terminator within a row
/*@ predicate same_string(char *s, char *t) =
      \exists integer n; 0 <= n < NAME_SIZE && s[n] == 0 &&
        \forall integer j; 0 <= j <= n ==> s[j] == t[j];
*/

static const char dialect_names[AMSREF_DIALECT_COUNT][NAME_SIZE] = {
    [AMSREF_PAPER] = "paper",       [AMSREF_PAPER_EPS] = "paper-eps", [AMSREF_JULIA] = "julia",
    [AMSREF_PYTORCH] = "pytorch",   [AMSREF_KERAS] = "keras",         [AMSREF_OPTAX] = "optax",
    [AMSREF_OPTAX_MU] = "optax-mu", [AMSREF_DRJIT] = "drjit",         [AMSREF_ADAM] = "adam",
};

static const char format_names[AMSREF_FORMAT_COUNT][NAME_SIZE] = {
    [AMSREF_BINARY64] = "binary64",
    [AMSREF_BINARY32] = "binary32",
    [AMSREF_BFLOAT16] = "bfloat16",
    [AMSREF_BINARY16] = "binary16",
};

#define STATUS_COUNT (AMSREF_E_RANGE + 1)

static const char messages[STATUS_COUNT][80] = {
    [AMSREF_OK] = "no error",
    [AMSREF_E_DIALECT] = "no such dialect",
    [AMSREF_E_LR] = "lr must be finite and at least 0",
    [AMSREF_E_BETA1] = "beta1 must be at least 0 and less than 1",
    [AMSREF_E_BETA2] = "beta2 must be at least 0 and less than 1",
    [AMSREF_E_EPS] = "eps must be finite and at least 0, and 0 in dialect paper",
    [AMSREF_E_WEIGHT_DECAY] = "weight_decay must be finite and at least 0",
    [AMSREF_E_SCHEDULE] = "a schedule must be known, and belongs to paper and paper-eps alone",
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

/* Is it the name (AG-10, AG-61)? */
/*@ requires entry: \valid_read(entry + (0 .. NAME_SIZE - 1));
    requires name: string(name);
    terminates \true;
    assigns \nothing;
    ensures result: \result != 0 <==> same_string(entry, name);
*/
static bool equal(const char *entry, const char *name)
{
    /*@ loop invariant alike: \forall integer j; 0 <= j < i ==> entry[j] == name[j] && name[j] != 0;
        loop assigns i;
        loop variant NAME_SIZE - i;
    */
    for (size_t i = 0; i < NAME_SIZE; i++) {
        if (entry[i] != name[i]) {
            return false;
        }
        if (entry[i] == '\0') {
            return true;
        }
    }
    return false;
}

/* The place of name (AG-10, AG-61) in table, or count. */
/*@ requires table: \forall integer i; 0 <= i < count ==>
      \valid_read(&table[i][0] + (0 .. NAME_SIZE - 1));
    requires name: string(name);
    terminates \true;
    assigns \nothing;
    ensures range: 0 <= \result <= count;
    ensures found: \result < count ==> same_string(&table[\result][0], name);
    ensures first: \forall integer j; 0 <= j < \result ==> !same_string(&table[j][0], name);
*/
static unsigned find(const char table[][NAME_SIZE], unsigned count, const char *name)
{
    unsigned i = 0;
    /*@ loop invariant index: 0 <= i <= count;
        loop invariant none: \forall integer j; 0 <= j < i ==> !same_string(&table[j][0], name);
        loop assigns i;
        loop variant count - i;
    */
    while (i < count && !equal(table[i], name)) {
        i++;
    }
    return i;
}

/*@ ensures named: \result < AMSREF_DIALECT_COUNT ==>
                   same_string(&dialect_names[\result][0], name);            // AG-10
    ensures none: \result == AMSREF_DIALECT_COUNT ==> \forall integer j;
                  0 <= j < AMSREF_DIALECT_COUNT ==> !same_string(&dialect_names[j][0], name); // AG-10
*/
amsref_dialect amsref_dialect_from_name(const char *name)
{
    return (amsref_dialect)find(dialect_names, AMSREF_DIALECT_COUNT, name);
}

/*@ ensures named: \result < AMSREF_FORMAT_COUNT ==>
                   same_string(&format_names[\result][0], name);            // AG-61
    ensures none: \result == AMSREF_FORMAT_COUNT ==> \forall integer j;
                  0 <= j < AMSREF_FORMAT_COUNT ==> !same_string(&format_names[j][0], name); // AG-61
*/
amsref_format amsref_format_from_name(const char *name)
{
    return (amsref_format)find(format_names, AMSREF_FORMAT_COUNT, name);
}
