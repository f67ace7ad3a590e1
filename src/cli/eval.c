/* SPDX-License-Identifier: Apache-2.0
 *
 * amsref eval: one step of one parameter, exactly: ideal value, enclosures, core bits.
 */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "core/amsref.h"
#include "oracle/binary.h"
#include "runner/runner.h"
#include "suite/suite.h"

/* More than any text has that is not long on purpose: what is cut off does not vanish. */
enum { TEXT_BITS = 4096 };

enum option_key {
    KEY_DIALECT = 0x100,
    KEY_FORMAT,
    KEY_T,
    KEY_LR,
    KEY_BETA1,
    KEY_BETA2,
    KEY_EPS,
    KEY_WEIGHT_DECAY,
    KEY_DECOUPLED,
    KEY_MAXIMIZE,
    KEY_INV_SQRT,
    KEY_LAMBDA,
    KEY_INVERSE,
    KEY_LO,
    KEY_HI,
    KEY_X,
    KEY_M,
    KEY_V,
    KEY_VMAX,
    KEY_G,
    KEY_DIGITS
};

static const struct argp_option options[] = {
    {"dialect", KEY_DIALECT, "D", 0, "definition of the step (default pytorch)", 1},
    {"format", KEY_FORMAT, "F", 0, "binary64 (default), binary32, bfloat16 or binary16", 1},
    {"t", KEY_T, "N", 0, "number of the step (default 1)", 1},
    {"digits", KEY_DIGITS, "N", 0, "decimal digits of the ideal value (default 40)", 1},
    {0, 0, 0, 0, "State and gradient (default 0): decimal, 0x1.8p-3, inf, nan, or bits:3FF8000000000000",
     2},
    {"x", KEY_X, "V", 0, "parameter", 2},
    {"m", KEY_M, "V", 0, "first moment", 2},
    {"v", KEY_V, "V", 0, "second moment", 2},
    {"vmax", KEY_VMAX, "V", 0, "running maximum of the second moment", 2},
    {"g", KEY_G, "V", 0, "gradient", 2},
    {0, 0, 0, 0, "Hyper-parameters (default: the dialect's)", 3},
    {"lr", KEY_LR, "V", 0, "learning rate", 3},
    {"beta1", KEY_BETA1, "V", 0, "decay of the first moment", 3},
    {"beta2", KEY_BETA2, "V", 0, "decay of the second moment", 3},
    {"eps", KEY_EPS, "V", 0, "epsilon", 3},
    {"weight-decay", KEY_WEIGHT_DECAY, "V", 0, "weight decay, L2 unless --decoupled", 3},
    {"decoupled", KEY_DECOUPLED, 0, 0, "decoupled weight decay", 3},
    {"maximize", KEY_MAXIMIZE, 0, 0, "ascend", 3},
    {"lr-inv-sqrt", KEY_INV_SQRT, 0, 0, "lr/sqrt(t) (paper, paper-eps)", 3},
    {"beta1-geometric", KEY_LAMBDA, "L", 0, "beta1*L^(t-1) (paper, paper-eps)", 3},
    {"beta1-inverse", KEY_INVERSE, 0, 0, "beta1/t (paper, paper-eps)", 3},
    {"lo", KEY_LO, "V", 0, "lower side of the box (paper, paper-eps)", 3},
    {"hi", KEY_HI, "V", 0, "upper side of the box", 3},
    {0},
};

/* Everything the command line says; the dialect decides the defaults, so hyper options come second. */
typedef struct arguments {
    amsref_dialect dialect;
    amsref_format format;
    uint64_t t;
    unsigned digits;
    const char *value[KEY_DIGITS + 1 - KEY_DIALECT]; /* by key; "" for a flag */
} arguments;

static const char *given(const arguments *a, enum option_key key)
{
    return a->value[key - KEY_DIALECT];
}

static double number(const char *name, const char *text)
{
    char *end;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0') {
        fprintf(stderr, "amsref eval: --%s: '%s' is not a number\n", name, text);
        exit(AMSREF_USAGE);
    }
    return value;
}

static uint64_t integer(const char *name, const char *text, uint64_t least, uint64_t greatest)
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value < least ||
        value > greatest) {
        fprintf(stderr, "amsref eval: --%s: '%s' is not an integer from %llu to %llu\n", name, text,
                (unsigned long long)least, (unsigned long long)greatest);
        exit(AMSREF_USAGE);
    }
    return value;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    arguments *a = state->input;
    if (key < KEY_DIALECT || key > KEY_DIGITS) {
        return key == ARGP_KEY_ARG ? (argp_error(state, "unexpected argument '%s'", arg), EINVAL)
                                   : ARGP_ERR_UNKNOWN;
    }
    a->value[key - KEY_DIALECT] = arg ? arg : "";
    switch (key) {
    case KEY_DIALECT:
        a->dialect = amsref_dialect_from_name(arg);
        if (a->dialect == AMSREF_DIALECT_COUNT) {
            argp_error(state, "no dialect '%s'; the dialects are paper paper-eps julia pytorch "
                              "keras optax optax-mu drjit adam", arg);
        }
        break;
    case KEY_FORMAT:
        a->format = amsref_format_from_name(arg);
        if (a->format == AMSREF_FORMAT_COUNT) {
            argp_error(state, "no format '%s'; the formats are " AMSREF_FORMATS, arg);
        }
        break;
    case KEY_T:
        a->t = integer("t", arg, 1, AMSREF_T_MAX);
        break;
    case KEY_DIGITS:
        a->digits = (unsigned)integer("digits", arg, 1, 1000);
        break;
    default:
        break;
    }
    return 0;
}

static void read_hyper(const arguments *a, amsref_hyper *h)
{
    const struct {
        enum option_key key;
        const char *name;
        double *to;
    } numbers[] = {
        {KEY_LR, "lr", &h->lr},
        {KEY_BETA1, "beta1", &h->beta1},
        {KEY_BETA2, "beta2", &h->beta2},
        {KEY_EPS, "eps", &h->eps},
        {KEY_WEIGHT_DECAY, "weight-decay", &h->weight_decay},
        {KEY_LAMBDA, "beta1-geometric", &h->lambda},
        {KEY_LO, "lo", &h->lo},
        {KEY_HI, "hi", &h->hi},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (given(a, numbers[i].key)) {
            *numbers[i].to = number(numbers[i].name, given(a, numbers[i].key));
        }
    }
    h->decoupled = given(a, KEY_DECOUPLED) != NULL;
    h->maximize = given(a, KEY_MAXIMIZE) != NULL;
    if (given(a, KEY_INV_SQRT)) {
        h->lr_schedule = AMSREF_LR_INV_SQRT;
    }
    if (given(a, KEY_LAMBDA)) {
        h->beta1_schedule = AMSREF_BETA1_GEOMETRIC;
    }
    if (given(a, KEY_INVERSE)) {
        h->beta1_schedule = AMSREF_BETA1_INVERSE;
    }
}

/* The bits of a value in the format, rounded once from the decimal text. */
static uint64_t bits(const arguments *a, const char *name, const char *text)
{
    const size_t digits = amsref_hex_digits(a->format);
    if (text == NULL) {
        return 0;
    }
    char *end;
    if (strncmp(text, "bits:", 5) == 0) {
        const unsigned long long value = strtoull(text + 5, &end, 16);
        if (*end == '\0' && strlen(text + 5) == digits) {
            return value;
        }
        fprintf(stderr, "amsref eval: --%s: 'bits:' takes %zu hexadecimal digits in %s\n", name,
                digits, amsref_format_name(a->format));
        exit(AMSREF_USAGE);
    }
    (void)number(name, text);
    mpfr_t value;
    mpfr_init2(value, TEXT_BITS);
    if (mpfr_strtofr(value, text, NULL, 0, MPFR_RNDZ) != 0 && mpfr_regular_p(value)) {
        (mpfr_signbit(value) ? mpfr_nextbelow : mpfr_nextabove)(value); /* no tie of the format */
    }
    const uint64_t pattern = amsref_binary_encode(a->format, value);
    mpfr_clear(value);
    return pattern;
}

static void print_value(amsref_format format, uint64_t value)
{
    char text[AMSREF_DECIMAL_SIZE];
    amsref_decimal(format, value, text);
    printf("%s (%0*llx)", text, (int)amsref_hex_digits(format), (unsigned long long)value);
}

static void print_interval(amsref_format format, const char *label, uint64_t *const end[2])
{
    printf("  %-8s ", label);
    print_value(format, end[0][0]);
    printf(" .. ");
    print_value(format, end[1][0]);
    putchar('\n');
}

/* Asks oracle and core, and prints quantity by quantity. */
static int print(const amsref_problem *problem, unsigned digits)
{
    static const char *const name[] = {"x", "m", "v", "vmax"};
    static char id[] = "eval";
    char *ideal[AMSREF_QUANTITIES];
    amsref_case c = {.id = id, .problem = *problem};
    amsref_error error;
    amsref_case_outs(&c, 1);
    c.out[0].t = problem->t;
    const char *refusal = amsref_oracle_ideal(problem, digits, ideal);
    if (refusal || amsref_case_solve(&c, &error) != 0) {
        fprintf(stderr, "amsref eval: %s\n", refusal ? refusal : error.text);
        return AMSREF_USAGE;
    }
    printf("%s, %s, t = %llu\n", amsref_dialect_name(problem->dialect),
           amsref_format_name(problem->format), (unsigned long long)problem->t);
    for (size_t q = 0; q < AMSREF_QUANTITIES && ideal[q]; q++) {
        const amsref_golden *golden = &c.out[0].quantity[q];
        printf("%s\n  ideal    %s\n  rn       ", name[q], ideal[q]);
        print_value(problem->format, golden->rn[0]);
        printf("\n  ref      ");
        print_value(problem->format, golden->ref[0]);
        putchar('\n');
        print_interval(problem->format, "tight", golden->tight);
        print_interval(problem->format, "working", golden->working);
        if (golden->nan[0] != AMSREF_NAN_NO) {
            printf("  NaN      %s\n",
                   golden->nan[0] == AMSREF_NAN_REQUIRED ? "required" : "allowed");
        }
        free(ideal[q]);
    }
    return 0;
}

int amsref_cli_eval(int argc, char **argv)
{
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "One step of one parameter: the exact result, the enclosures, the core's bits.\v"
               "Example: amsref eval --dialect keras --x 1 --g 1e-9 --t 1",
    };
    arguments a = {.dialect = AMSREF_PYTORCH, .format = AMSREF_BINARY64, .t = 1, .digits = 40};
    argp_parse(&argp, argc, argv, 0, NULL, &a);

    const uint64_t in[AMSREF_QUANTITIES] = {
        [AMSREF_X] = bits(&a, "x", given(&a, KEY_X)),
        [AMSREF_M] = bits(&a, "m", given(&a, KEY_M)),
        [AMSREF_V] = bits(&a, "v", given(&a, KEY_V)),
        [AMSREF_VMAX] = bits(&a, "vmax", given(&a, KEY_VMAX)),
    };
    const uint64_t g = bits(&a, "g", given(&a, KEY_G));
    amsref_problem problem = {
        .dialect = a.dialect,
        .format = a.format,
        .t = a.t,
        .n = 1,
        .steps = 1,
        .in = {&in[AMSREF_X], &in[AMSREF_M], &in[AMSREF_V], &in[AMSREF_VMAX]},
        .g = &g,
    };
    amsref_status status = amsref_hyper_defaults(a.dialect, &problem.hyper);
    if (status == AMSREF_OK) {
        read_hyper(&a, &problem.hyper);
        status = amsref_check(a.dialect, &problem.hyper, a.t);
    }
    if (status != AMSREF_OK) {
        fprintf(stderr, "amsref eval: %s\n", amsref_status_message(status));
        return AMSREF_USAGE;
    }
    return print(&problem, a.digits);
}
