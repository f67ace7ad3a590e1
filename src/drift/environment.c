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

json_t *amsref_drift_environment(void)
{
    struct utsname about = {0};
    char date[32];
    const time_t now = time(NULL);
    struct tm utc;

    uname(&about);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    char *cpu = processor(about.machine);
    json_t *run = json_pack("{s:s, s:s, s:s, s:s, s:s+++}", "date", date, "tool",
                            "amsref " AMSREF_VERSION, "cpu", cpu, "machine", about.machine,
                            "system", about.sysname, " ", about.release, "");
    free(cpu);
    return run;
}
