/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/pool.h"

#include <mpfr.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "suite/memory.h"

struct amsref_pool {
    pthread_mutex_t lock;
    pthread_cond_t begun, ended;
    pthread_t *thread;
    size_t threads; /* besides the caller's */
    size_t parts, next, running;
    unsigned long round;
    bool over;
    void (*work)(size_t part, void *context);
    void *context;
};

/* Takes parts until none is left. Called and returns with the lock held. */
static void take_parts(amsref_pool *p)
{
    while (p->next < p->parts) {
        const size_t part = p->next++;
        p->running++;
        pthread_mutex_unlock(&p->lock);
        p->work(part, p->context);
        pthread_mutex_lock(&p->lock);
        p->running--;
    }
    if (p->running == 0) {
        pthread_cond_broadcast(&p->ended);
    }
}

static void *serve(void *argument)
{
    amsref_pool *p = argument;
    unsigned long seen = 0;
    pthread_mutex_lock(&p->lock);
    while (!p->over) {
        if (p->round == seen) {
            pthread_cond_wait(&p->begun, &p->lock);
        } else {
            seen = p->round;
            take_parts(p);
        }
    }
    pthread_mutex_unlock(&p->lock);
    mpfr_free_cache();
    return NULL;
}

amsref_pool *amsref_pool_new(size_t threads)
{
    amsref_pool *p = amsref_alloc(1, sizeof *p);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->begun, NULL);
    pthread_cond_init(&p->ended, NULL);
    p->thread = amsref_alloc(threads + 1, sizeof *p->thread);
    while (p->threads + 1 < threads &&
           pthread_create(&p->thread[p->threads], NULL, serve, p) == 0) {
        p->threads++;
    }
    return p;
}

void amsref_pool_free(amsref_pool *p)
{
    if (!p) {
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->over = true;
    pthread_cond_broadcast(&p->begun);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->threads; i++) {
        pthread_join(p->thread[i], NULL);
    }
    pthread_cond_destroy(&p->begun);
    pthread_cond_destroy(&p->ended);
    pthread_mutex_destroy(&p->lock);
    free(p->thread);
    free(p);
}

void amsref_pool_run(amsref_pool *p, size_t parts, void (*work)(size_t part, void *context),
                     void *context)
{
    pthread_mutex_lock(&p->lock);
    p->work = work;
    p->context = context;
    p->parts = parts;
    p->next = 0;
    p->round++;
    if (parts > 1) {
        pthread_cond_broadcast(&p->begun);
    }
    take_parts(p);
    while (p->running > 0) {
        pthread_cond_wait(&p->ended, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
}
