//go:build ignore

// Go: decides about a run by the events of `go test -json`, and prints what the tests printed.
//
//	go test -json ./... | tee test.json | go run quarantine/quarantine.go
//
// Ends with 1 when a test failed that is not quarantined, when a package did not build, or when there is no test at all.
// SIGNALBOX_QUARANTINE names the file (default .signalbox/quarantine.json), SIGNALBOX_SERVICE the service where several share a
// repository. `go-junit-report -parser gojson < test.json > junit.xml` makes the report that Signalbox reads.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
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

func main() {
	quarantined := readQuarantine()
	failed, tests, packages := readEvents()
	isForgiven := tests > 0
	for name := range failed {
		// A test fails with its subtests; only the innermost ones say what failed.
		if hasInner(name, failed) {
			continue
		}
		if one, known := quarantined[name]; known {
			fmt.Printf("quarantined, and does not fail this run: %s (%s, until %s: %s)\n",
				name, one.Owner, one.Until.Format(time.RFC3339), one.Reason)
			continue
		}
		fmt.Printf("failed: %s\n", name)
		isForgiven = false
	}
	for name := range packages {
		// A package that failed without a failed test did not build, or panicked.
		if !hasInner(name+" >", failed) {
			fmt.Printf("failed: package %s\n", name)
			isForgiven = false
		}
	}
	if !isForgiven {
		os.Exit(1)
	}
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

func readEvents() (failed map[string]bool, tests int, packages map[string]bool) {
	failed, packages = map[string]bool{}, map[string]bool{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one event
		if json.Unmarshal(lines.Bytes(), &one) != nil {
			// What a compiler says is no event.
			fmt.Println(lines.Text())
			continue
		}
		fmt.Print(one.Output)
		if one.Test != "" && (one.Action == "pass" || one.Action == "fail") {
			tests++
		}
		if one.Action == "fail" && one.Test != "" {
			failed[one.Package+" > "+one.Test] = true
		} else if one.Action == "fail" {
			packages[one.Package] = true
		}
	}
	if err := lines.Err(); err != nil {
		// What comes after a line that cannot be read is not known, so nothing is forgiven.
		fmt.Fprintln(os.Stderr, "quarantine:", err)
		os.Exit(1)
	}
	return failed, tests, packages
}

func hasInner(name string, failed map[string]bool) bool {
	for other := range failed {
		if other != name && (strings.HasPrefix(other, name+"/") || strings.HasPrefix(other, name+" ")) {
			return true
		}
	}
	return false
}
