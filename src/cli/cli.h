/* SPDX-License-Identifier: Apache-2.0
 *
 * The subcommands. argv[0] is "amsref NAME"; each returns an exit status (AG-58).
 */
#ifndef AMSREF_CLI_H
#define AMSREF_CLI_H

/* What is said where somebody names none of them. */
#define AMSREF_FORMATS "binary64, binary32, bfloat16 and binary16"

int amsref_cli_check(int argc, char **argv);
int amsref_cli_identify(int argc, char **argv);
int amsref_cli_long(int argc, char **argv);
int amsref_cli_drift(int argc, char **argv);
int amsref_cli_vectors(int argc, char **argv);
int amsref_cli_experiment(int argc, char **argv);
int amsref_cli_eval(int argc, char **argv);

#endif
