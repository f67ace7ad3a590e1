/* SPDX-License-Identifier: Apache-2.0
 *
 * forward --dialect NAME COMMAND...: speaks the protocol of spec/protocol.md, and has COMMAND, a
 * cell of the drift matrix, native or under an emulator, take the steps (words.h). No arithmetic.
 * At the end it writes a hash of all answers to standard error, in which every NaN is the same
 * (AG-53).
 */
#include "adapters/options.h"
#include "adapters/protocol.h"
#include "core/amsref.h"
#include "drift/words.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct cell {
    size_t dialect;
    FILE *to, *from;
    pid_t process;
    uint64_t hash; /* FNV-1a over the words of all answers */
} cell;

static void hash_word(cell *c, uint64_t word)
{
    for (int i = 0; i < 8; i++)
        c->hash = (c->hash ^ (word >> 8 * i & 0xff)) * UINT64_C(0x100000001b3);
}

static void hash_array(cell *c, const void *array, size_t n, bool narrow)
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t word = array_word(array, i, narrow);
        const uint64_t infinity = narrow ? UINT64_C(0x7f800000) : UINT64_C(0x7ff0000000000000);
        const uint64_t sign = narrow ? UINT64_C(1) << 31 : UINT64_C(1) << 63;
        hash_word(c, (word & ~sign) > infinity ? UINT64_MAX : word);
    }
}

static bool start(cell *c, char **command)
{
    int to[2], from[2];
    if (pipe(to) != 0 || pipe(from) != 0)
        return false;
    c->process = fork();
    if (c->process == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        close(to[0]), close(to[1]), close(from[0]), close(from[1]);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    close(to[0]), close(from[1]);
    c->to = fdopen(to[1], "wb");
    c->from = fdopen(from[0], "rb");
    return c->process > 0 && c->to && c->from;
}

static bool put_double(const cell *c, double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return put_word(c->to, word);
}

static bool put_hyper(const cell *c, const amsref_adapter_hyper *h)
{
    static const amsref_beta1_schedule schedule[] = {[ADAPTER_CONSTANT] = AMSREF_BETA1_CONSTANT,
                                                     [ADAPTER_GEOMETRIC] = AMSREF_BETA1_GEOMETRIC,
                                                     [ADAPTER_INVERSE] = AMSREF_BETA1_INVERSE};
    const uint64_t lr_schedule =
        h->lr_schedule == ADAPTER_INV_SQRT ? AMSREF_LR_INV_SQRT : AMSREF_LR_CONSTANT;
    return put_double(c, h->lr) && put_double(c, h->beta1) && put_double(c, h->beta2) &&
           put_double(c, h->eps) && put_double(c, h->weight_decay) &&
           put_word(c->to, h->decoupled) && put_word(c->to, h->maximize) &&
           put_word(c->to, lr_schedule) && put_word(c->to, schedule[h->beta1_schedule]) &&
           put_double(c, h->lambda) && put_double(c, h->lo) && put_double(c, h->hi);
}

static const char *run(void *context, amsref_adapter_format format,
                       const amsref_adapter_hyper *hyper, uint64_t t, size_t steps,
                       const amsref_adapter_arrays *arrays, const void *const *g)
{
    cell *c = context;
    const bool narrow = format == ADAPTER_BINARY32;
    void *const state[] = {arrays->x, arrays->m, arrays->v, arrays->vmax};
    bool good = put_word(c->to, narrow) && put_word(c->to, c->dialect) &&
                put_word(c->to, arrays->n) && put_word(c->to, steps) && put_word(c->to, t) &&
                put_hyper(c, hyper);
    for (size_t i = 0; i < 4 && good; i++)
        good = put_array(c->to, state[i], arrays->n, narrow);
    for (size_t i = 0; i < steps && good; i++)
        good = put_array(c->to, g[i], arrays->n, narrow);
    uint64_t status = 0;
    good = good && fflush(c->to) == 0 && get_word(c->from, &status);
    hash_word(c, status);
    if (good && status != AMSREF_OK)
        return amsref_status_message((amsref_status)status);
    for (size_t i = 0; i < 4 && good; i++) {
        good = get_array(c->from, state[i], arrays->n, narrow);
        hash_array(c, state[i], arrays->n, narrow);
    }
    if (!good) {
        fputs("forward: the cell died\n", stderr);
        exit(3); /* a broken conversation, not a wrong answer */
    }
    return NULL;
}

static const char *step(void *context, amsref_adapter_format format,
                        const amsref_adapter_hyper *hyper, uint64_t t,
                        const amsref_adapter_arrays *arrays)
{
    return run(context, format, hyper, t, 1, arrays, &arrays->g);
}

int main(int argc, char **argv)
{
    enum { OPTIONS = 3 };
    cell c = {.hash = UINT64_C(0xcbf29ce484222325)};
    amsref_read_options(argc < OPTIONS ? argc : OPTIONS, argv, NULL, NULL, NULL, &c.dialect, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (argc <= OPTIONS || !start(&c, argv + OPTIONS)) {
        fputs("usage: forward --dialect NAME COMMAND...\n", stderr);
        return 2;
    }
    const bool paper = c.dialect == AMSREF_PAPER || c.dialect == AMSREF_PAPER_EPS;
    const amsref_adapter adapter = {
        "drift cell", AMSREF_VERSION, amsref_dialects[c.dialect],
        paper ? amsref_adapter_features_paper : amsref_adapter_features, step, &c};
    int status = amsref_adapter_serve_runs(&adapter, run);
    int ended = 0;
    fclose(c.to);
    if (waitpid(c.process, &ended, 0) != c.process || ended != 0)
        status = 3;
    fprintf(stderr, "answers %016" PRIx64 "\n", c.hash);
    return status;
}
