/* SPDX-License-Identifier: Apache-2.0
 *
 * Where and when answers were given.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "drift/internal.h"

/* "model name : AMD ..." of x86, "cpu : POWER9 ..." of ppc64: the first of these that is there. */
static char *processor(const char *machine)
{
    static const char *const names[] = {"model name", "cpu model", "cpu", "uarch", "processor "};
    char line[512];

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        FILE *file = fopen("/proc/cpuinfo", "r");
        while (file && fgets(line, sizeof line, file)) {
            size_t length = strlen(names[k]);
            char *value = strchr(line, ':');
            if (strncmp(line, names[k], length) != 0 || !value || line[length] == ' ' ||
                isalpha((unsigned char)line[length])) {
                continue;
            }
            fclose(file);
            value += 1 + strspn(value + 1, " \t");
            return amsref_printable(value, strcspn(value, "\n"), 200);
        }
        if (file) {
            fclose(file);
        }
    }
    return amsref_copy(machine);
}

static json_t *words_or_null(const char *text)
{
    return text ? amsref_drift_words(text, strlen(text)) : json_null();
}

static json_t *notes_json(const amsref_drift_about *about)
{
    json_t *notes = json_object();

    for (size_t i = 0; i < about->notes; i++) {
        const char *equals = strchr(about->note[i], '=');
        json_t *key = amsref_drift_words(about->note[i], (size_t)(equals - about->note[i]));
        json_object_set_new(notes, json_string_value(key), words_or_null(equals + 1));
        json_decref(key);
    }
    return notes;
}

json_t *amsref_drift_environment(const amsref_drift_about *told)
{
    struct utsname about = {0};
    char date[32];
    const time_t now = time(NULL);
    struct tm utc;

    uname(&about);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    char *cpu = processor(about.machine);
    json_t *run = json_pack(
        "{s:s, s:s, s:{s:s, s:s, s:s, s:o}, s:o, s:o, s:s, s:s, s:s++, s:o}", "date", date, "tool",
        "amsref " AMSREF_VERSION, "implementation", "name", told->hello->name, "version",
        told->hello->version, "dialect", told->hello->dialect, "command",
        words_or_null(told->command), "compiler", words_or_null(told->compiler), "flags",
        words_or_null(told->flags), "cpu", cpu, "machine", about.machine, "system", about.sysname,
        " ", about.release, "notes", notes_json(told));
    free(cpu);
    return run;
}
