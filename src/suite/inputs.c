/* SPDX-License-Identifier: Apache-2.0
 *
 * The hand-written input files of vectors/cases (AG-75), and what they say of themselves.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "suite/internal.h"

void amsref_inputs_free(amsref_inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++) {
        json_decref(inputs->item[i].root);
        free(inputs->item[i].name);
        free(inputs->item[i].category);
    }
    free(inputs->item);
    *inputs = (amsref_inputs){0};
}

/* Notes of all flags, and cases that are objects with ascending numbers. */
static int check_root(const amsref_place *place, const amsref_input *input) {
    static const char *const known[] = {"license",  "schema", "category", "formats",
                                        "notes",    "cases",  NULL};
    static const char *const note_known[] = {"clause", "catches", "links", NULL};
    const char *category = amsref_json_string(place, input->root, "category");
    const json_t *cases = json_object_get(input->root, "cases");
    const char *flag;
    json_t *note;
    uint64_t schema, last = 0, number;

    if (!category || amsref_json_known(place, input->root, known) != 0 ||
        amsref_json_count(place, input->root, "schema", AMSREF_SCHEMA, AMSREF_SCHEMA, &schema) !=
            0) {
        return -1;
    }
    if (strcmp(category, input->category) != 0) {
        return amsref_place_fail(place, "category '%s' is not the file's name", category);
    }
    json_object_foreach(json_object_get(input->root, "notes"), flag, note) {
        char **links = amsref_json_strings(place, note, "links");
        amsref_strings_free(links);
        if (!links || !amsref_json_string(place, note, "clause") ||
            !amsref_json_string(place, note, "catches") ||
            amsref_json_known(place, note, note_known) != 0) {
            return -1;
        }
    }
    if (json_array_size(cases) == 0) {
        return amsref_place_fail(place, "member 'cases' is missing, empty or not an array");
    }
    for (size_t i = 0; i < json_array_size(cases); i++) {
        if (amsref_json_count(place, json_array_get(cases, i), "number", last + 1, 9999, &number) !=
            0) {
            return amsref_place_fail(place,
                                     "the case after number %llu has no 'number' that is "
                                     "larger and at most 9999",
                                     (unsigned long long)last);
        }
        last = number;
    }
    return 0;
}

static int read_input(const char *dir, amsref_input *input, amsref_error *error) {
    char *path = amsref_print("%s/%s", dir, input->name);
    amsref_place place = {
        .file = path, .where = "", .remedy = "correct the file as AG-75 says", .error = error};
    char *text = NULL;
    int result = amsref_file_read(path, &text, &input->bytes, error);

    if (result == 0) {
        amsref_sha256(text, input->bytes, input->sha256);
        input->root = amsref_json_parse(&place, text, input->bytes);
        result = input->root ? check_root(&place, input) : -1;
    }
    free(text);
    free(path);
    return result;
}

static int is_input(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);

    return length > 5 && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + length - 5, ".json") == 0;
}

int amsref_inputs_read(const char *dir, amsref_inputs *inputs, amsref_error *error) {
    char *folder = amsref_print("%s/cases", dir);
    struct dirent **entry = NULL;
    int found = scandir(folder, &entry, is_input, alphasort);
    int result = 0;

    *inputs = (amsref_inputs){0};
    if (found <= 0) {
        result = amsref_fail(error, "%s: %s; name the folder above it with --vectors", folder,
                             found < 0 ? strerror(errno) : "holds no input file (*.json)");
    } else {
        inputs->item = amsref_alloc((size_t)found, sizeof *inputs->item);
    }
    for (int i = 0; i < found; i++) {
        if (result == 0) {
            const char *name = entry[i]->d_name;
            amsref_input *input = &inputs->item[inputs->count++];
            input->name = amsref_print("cases/%s", name);
            input->category = amsref_print("%.*s", (int)(strlen(name) - 5), name);
            result = read_input(dir, input, error);
        }
        free(entry[i]);
    }
    free(entry);
    free(folder);
    if (result != 0) {
        amsref_inputs_free(inputs);
    }
    return result;
}
