//go:build ignore

// Go: decides about a run by the events of `go test -json`, and prints what the tests printed.
//
//	go test -json ./... | tee test.json | go run quarantine/quarantine.go
//
// Ends with 1 when a test failed that is not quarantined, when a package did not build or did not come to its end (a panic takes
// the tests after it along, whoever caused it), or when there is no test at all.
// SIGNALBOX_QUARANTINE names the file (default .signalbox/quarantine.json), SIGNALBOX_SERVICE the service where several share a
// repository. `gotestsum --junitfile junit.xml --raw-command -- cat test.json` makes the report that Signalbox reads.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"
	"time"
)

type entry struct {
	Service, Test, Owner, Reason string
	Until                        time.Time
}

type event struct {
	Action, Package, Test, Output string
}

// results of a whole run.
type results struct {
	tests int
	// Names of tests, and of packages.
	failed, packages map[string]bool
	// Packages whose tests came to their end, and failed.
	ended map[string]bool
	// Lines that are no events, and tell of a package that did not build.
	broken []string
}

func main() {
	quarantined := readQuarantine()
	seen := readEvents()
	var forgiven, others []string
	for name := range seen.failed {
		// A test fails with its subtests; only the innermost ones say what failed.
		if hasInner(name, seen.failed) {
			continue
		}
		if one, known := quarantined[name]; known {
			forgiven = append(forgiven, fmt.Sprintf("%s (%s, until %s: %s)", name, one.Owner, one.Until.Format(time.RFC3339), one.Reason))
		} else {
			others = append(others, name)
		}
	}
	for name := range seen.packages {
		// Without a failed test it did not build; without its own last word a test took it down, and hid those after it.
		if !hasInner(name+" >", seen.failed) || !seen.ended[name] {
			others = append(others, "package "+name)
		}
	}
	others = append(others, seen.broken...)
	say("Quarantined tests that failed, and do not fail this run", forgiven)
	say("What failed", others)
	if seen.tests == 0 {
		fmt.Println("No event tells of any test.")
	}
	if seen.tests == 0 || len(others) > 0 {
		os.Exit(1)
	}
}

func say(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	sort.Strings(lines)
	fmt.Printf("\n%s (%d):\n  %s\n", title, len(lines), strings.Join(lines, "\n  "))
}

// readQuarantine gives what is in force, by the name of its test: package, then test.
func readQuarantine() map[string]entry {
	file := os.Getenv("SIGNALBOX_QUARANTINE")
	if file == "" {
		file = ".signalbox/quarantine.json"
	}
	found := map[string]entry{}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return found
	}
	var content struct {
		Version     int
		Quarantined []entry
	}
	if err == nil {
		err = json.Unmarshal(text, &content)
	}
	if err != nil || content.Version != 1 {
		fmt.Fprintf(os.Stderr, "%s is no quarantine file of version 1, so nothing is quarantined. %v\n", file, err)
		return found
	}
	service, isChosen := os.LookupEnv("SIGNALBOX_SERVICE")
	for _, one := range content.Quarantined {
		if one.Until.After(time.Now()) && (!isChosen || one.Service == service) {
			found[one.Test] = one
		}
	}
	return found
}

func readEvents() results {
	seen := results{failed: map[string]bool{}, packages: map[string]bool{}, ended: map[string]bool{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one event
		if json.Unmarshal(lines.Bytes(), &one) != nil {
			// What a compiler says is no event, and until Go 1.23 neither is that a package did not build.
			fmt.Println(lines.Text())
			if strings.HasPrefix(lines.Text(), "FAIL") {
				seen.broken = append(seen.broken, lines.Text())
			}
			continue
		}
		fmt.Print(one.Output)
		if one.Test != "" && (one.Action == "pass" || one.Action == "fail") {
			seen.tests++
		}
		if one.Action == "fail" && one.Test != "" {
			seen.failed[one.Package+" > "+one.Test] = true
		} else if one.Action == "fail" {
			seen.packages[one.Package] = true
		}
		if one.Action == "output" && one.Test == "" && strings.TrimRight(one.Output, "\r\n") == "FAIL" {
			seen.ended[one.Package] = true
		}
	}
	if err := lines.Err(); err != nil {
		// What comes after a line that cannot be read is not known, so nothing is forgiven.
		fmt.Fprintln(os.Stderr, "quarantine:", err)
		os.Exit(1)
	}
	return seen
}

func hasInner(name string, failed map[string]bool) bool {
	for other := range failed {
		if other != name && (strings.HasPrefix(other, name+"/") || strings.HasPrefix(other, name+" ")) {
			return true
		}
	}
	return false
}
