#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# HTML pages: one file, well formed, with nothing to fetch or run, whatever the implementation says;
# checks AG-140.

load ../cli/common

page=html:

# made FILE: that page is well formed, alone, and without a script.
made() {
    xmllint --noout "$1"
    [ "$(head -c 15 "$1")" = '<!DOCTYPE html>' ]
    # Nothing but <a href="#..."> and ids lead anywhere; no script, no handler, no style from elsewhere.
    run "$PYTHON" - "$1" <<'END'
import sys
from html.parser import HTMLParser

ALLOWED = set("html head meta title style body a div header p strong main svg circle path span h1 h2 h3 dl dt dd nav "
              "ul li section table caption thead tbody tfoot tr th td rect line text figure figcaption desc details "
              "summary article pre code footer".split())
VOID = {"meta"}


class Page(HTMLParser):
    stack = []

    def handle_starttag(self, tag, attributes):
        assert tag in ALLOWED, tag
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("src", "srcset", "style", "action"), name
            assert name != "href" or value.startswith("#"), value
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag

    def handle_startendtag(self, tag, attributes):
        assert tag in VOID, "HTML reads <%s/> as open" % tag


text = open(sys.argv[1], encoding="utf-8").read()
page = Page()
page.feed(text)
page.close()
assert not page.stack, page.stack
style = text[text.index("<style>"):text.index("</style>")]
for word in ("url(", "@import", "http"):
    assert word not in style, word
END
    [ "$status" -eq 0 ] || {
        echo "$1: $output"
        return 1
    }
}

@test "pages of every verdict" {
    for mode in good wrong-value error skip-half skip-all crash exit-nonzero hide-some hidden protocol-2 noisy-stderr; do
        check "$mode" --report "$page$BATS_TEST_TMPDIR/$mode.html"
        made "$BATS_TEST_TMPDIR/$mode.html" || { echo "$mode"; return 1; }
    done
    grep -q '<span>Conforms</span>' "$BATS_TEST_TMPDIR/good.html"
    grep -q '<span>Does not conform</span>' "$BATS_TEST_TMPDIR/wrong-value.html"
    grep -q '<span>Broke off</span>' "$BATS_TEST_TMPDIR/crash.html"
    grep -q '<span>Nothing was run</span>' "$BATS_TEST_TMPDIR/skip-all.html"
    grep -q 'even number' "$BATS_TEST_TMPDIR/skip-half.html"
    grep -q 'hidden state' "$BATS_TEST_TMPDIR/hidden.html"
}

@test "what an implementation says is text, and no markup" {
    check markup --report "$page$BATS_TEST_TMPDIR/p.html" --report terminal
    expect 1
    made "$BATS_TEST_TMPDIR/p.html"
    run grep -c 'e.invalid' "$BATS_TEST_TMPDIR/p.html"
    [ "$output" -ge 5 ] # name, version, skip, error and standard error are there
    run grep -l $'\x1b\|\xe2\x80\xae\|\xef\xbf\xbe' "$BATS_TEST_TMPDIR/p.html"
    [ "$status" -eq 1 ]
    check control-name --report "$page$BATS_TEST_TMPDIR/p.html"
    made "$BATS_TEST_TMPDIR/p.html"
    grep -qF 'evil\x1b[2J\u{202e}eman' "$BATS_TEST_TMPDIR/p.html"
}

@test "the same answers give the same bytes, without a date" {
    for n in 1 2; do
        check wrong-value --report "$page$BATS_TEST_TMPDIR/$n.html"
        sleep 1
    done
    cmp "$BATS_TEST_TMPDIR/1.html" "$BATS_TEST_TMPDIR/2.html"
    run grep -F "$(date +%Y-)" "$BATS_TEST_TMPDIR/1.html"
    [ "$status" -eq 1 ]
}

@test "the command of the whole run repeats it" {
    check good --format binary64 --level tight --laws --law resume --budget 2 --report "$page$BATS_TEST_TMPDIR/1.html"
    again=$("$PYTHON" - "$BATS_TEST_TMPDIR/1.html" <<'END'
import sys
sys.path.insert(0, "tests/html")
from reading import Page
print("".join(list(Page(sys.argv[1]).section("environment").iter("code"))[-1].itertext()))
END
    )
    run sh -c "${again/ -- / --report $page$BATS_TEST_TMPDIR/2.html -- }"
    cmp "$BATS_TEST_TMPDIR/1.html" "$BATS_TEST_TMPDIR/2.html"
}

@test "a page to standard output, and one that cannot be written" {
    check good --report html
    expect 0 '<!DOCTYPE html>' '</html>'
    check good --report html:/dev/full
    expect 2 "/dev/full: cannot be written"
    check good --report html:
    expect 2 "the name of the file is missing"
}

@test "identify: every end, and only the reports that it has" {
    "$amsref" identify --report "$page$BATS_TEST_TMPDIR/i.html" --report json:"$BATS_TEST_TMPDIR/i.json" \
        --report terminal:"$BATS_TEST_TMPDIR/i.txt" -- "$PYTHON" "$faulty" good
    made "$BATS_TEST_TMPDIR/i.html"
    text=$(jq -r '.findings[0].text' "$BATS_TEST_TMPDIR/i.json")
    grep -qF "<h3>$text</h3>" "$BATS_TEST_TMPDIR/i.html"
    [ "$("$PYTHON" -c '
import sys
sys.path.insert(0, "tests/html")
from reading import Page
page = Page(sys.argv[1])
facts = page.facts()
print(facts["Questions asked"], facts["Answered"], len(page.table("Questions, as they were asked")))
' "$BATS_TEST_TMPDIR/i.html")" = "$(jq -r '"\(.questions.asked) \(.questions.answered) \(.questions.asked)"' "$BATS_TEST_TMPDIR/i.json")" ]
    for mode in wrong-value markup skip-all; do
        run "$amsref" identify --report "$page$BATS_TEST_TMPDIR/i.html" -- "$PYTHON" "$faulty" "$mode"
        made "$BATS_TEST_TMPDIR/i.html"
    done
    run "$amsref" identify --report junit -- "$PYTHON" "$faulty" good
    expect 2 "identify writes terminal, json and html"
    run "$amsref" identify --report json --report html -- "$PYTHON" "$faulty" good
    expect 2 "two reports to standard output"
}

@test "--explain has its place in the page" {
    run "$amsref" check --dialect keras --no-laws --explain --report "$page$BATS_TEST_TMPDIR/p.html" -- \
        "$BUILD/adapters/plain" --dialect pytorch
    expect 1
    made "$BATS_TEST_TMPDIR/p.html"
    grep -q '<h2 id="diagnosis-heading">Diagnosis</h2>' "$BATS_TEST_TMPDIR/p.html"
    grep -q '<h3>pytorch, level ' "$BATS_TEST_TMPDIR/p.html"
}

@test "a recorded training run" {
    "$PYTHON" tests/record/make_run.py "$BATS_TEST_TMPDIR/run" pytorch binary32 10 between
    run "$amsref" check --trace "$BATS_TEST_TMPDIR/run" --report "$page$BATS_TEST_TMPDIR/t.html" \
        --report json:"$BATS_TEST_TMPDIR/t.json"
    made "$BATS_TEST_TMPDIR/t.html"
    [ "$(jq '.tensors | length' "$BATS_TEST_TMPDIR/t.json")" = "$("$PYTHON" -c '
import sys
sys.path.insert(0, "tests/html")
from reading import Page
print(len(Page(sys.argv[1]).table("Tensors, and how often each was found wrong")))' "$BATS_TEST_TMPDIR/t.html")" ]
}

# checks AG-136
@test "drift: every verdict, each place as in the JSON report" {
    record() {
        "$amsref" drift record --out "$BATS_TEST_TMPDIR/$1.json" --category typical -- "${@:2}" >/dev/null
    }
    record core "$BUILD/adapters/core" --dialect pytorch
    for name in core plain wrong crash; do
        case $name in
        core | plain) set -- "$BUILD/adapters/$name" --dialect pytorch ;;
        wrong) set -- "$BUILD/adapters/wrong" --dialect pytorch --fault no-maximum ;;
        crash) set -- "$PYTHON" "$faulty" crash ;;
        esac
        run "$amsref" drift compare "$BATS_TEST_TMPDIR/core.json" --report "$page$BATS_TEST_TMPDIR/$name.html" \
            --report json:"$BATS_TEST_TMPDIR/$name-report.json" -- "$@"
        made "$BATS_TEST_TMPDIR/$name.html"
        "$PYTHON" - "$BATS_TEST_TMPDIR/$name.html" "$BATS_TEST_TMPDIR/$name-report.json" <<'END'
import json, sys
sys.path.insert(0, "tests/html")
from reading import Page, text_of
page, report = Page(sys.argv[1]), json.load(open(sys.argv[2]))
assert text_of(page.all("title")[0]) == report["verdict"]
rows = [(form, row["category"], row["quantity"], row["verdict"], row["compared"], row["changed"])
        for form in ("binary64", "binary32") for row in page.table(form)]
want = [(p["format"], p["category"], p["quantity"], p["verdict"], str(p["compared"]), str(p["changed"]))
        for p in report["places"]]
assert rows == want, (rows, want)
text = "".join(page.root.itertext())
for place in report["places"]:
    if place["verdict"] in ("risen", "lost", "outside"):
        assert place["command"] in text, place
assert report["accept"] is None or report["accept"] in text
END
    done
    grep -q '<span>Identical</span>' "$BATS_TEST_TMPDIR/core.html"
    grep -q '<span>Drifted</span>' "$BATS_TEST_TMPDIR/wrong.html"
    grep -q '<span>Broke off</span>' "$BATS_TEST_TMPDIR/crash.html"
}
