/** Configurations that tests start from. */

/** Everything that has a default is left out. */
export const smallestConfig = `version: 1
name: shop
services:
  - name: checkout
    environments:
      production:
        target:
          kind: process
          run: [node, service.mjs, '{version}', '{port}']
        metrics:
          kind: scrape
`;

/** Every field is set. */
export const fullConfig = `version: 1
name: shop
services:
  - name: checkout
    owner: payments
    repository: .
    releases:
      - version: 2.40
        commit: 12e4567
        notes: faster
      - 2.3.1
    environments:
      live:
        tier: production
        target:
          kind: haproxy
          label: haproxy eu
          api: 127.0.0.1:9999
          backend: app
          slots:
            blue: [{server: blue1, url: 'http://127.0.0.1:8081/'}]
            green: [{server: green1, url: 'http://127.0.0.1:8082'}]
          deploy: ['./deploy.sh', '{slot}', '{version}']
          retire: {run: ['./retire.sh', '{slot}'], cwd: ops, env: {LEVEL: 2}, timeout: 30s}
          version: {path: /version, field: version}
          publicUrl: http://127.0.0.1:8080
          readyTimeout: 20s
        metrics:
          kind: prometheus
          label: prom
          url: http://127.0.0.1:9090/
          bearer: {file: secrets/prom}
          staleAfter: 2m
          timeout: 3s
          latencyUnit: ms
          queries:
            requests: sum(increase(r{slot="{{slot}}"}[{{window}}]))
            errorRate: e{slot="{{slot}}"}
            p95: p{version="{{version}}"}
            throughput: t{slot="{{slot}}"}
            memory: m{slot="{{slot}}"}
        strategy: blue-green
        canary: {steps: [{weight: 1.5%, for: 1m}, {weight: 50%, for: 2m, hold: true}], interval: 10s, patience: 5m, rollbackWindow: 0, deployTimeout: 1m}
        blueGreen: {watch: 3m, interval: 15s, patience: 4m, rollbackWindow: 2h, deployTimeout: 2m}
        health: {errorRate: 2%, p95: 1s, throughputChange: off, memory: 90%, baseline: {errorRate: 3x, p95: off, throughputDrop: 30%}, minimumRequests: 50, window: 1m, inform: [absolute]}
        smoke: {checks: [{path: /health}, {path: /ready, status: 204, contains: ok}], timeout: 2s}
        live: {interval: 1s, window: 20s}
        requires: [commit, acceptance]
    pipeline:
      runner: {kind: local, parallel: 3, onPush: true, keepRuns: 5}
      branch: trunk
      budget: 20m
      version: {file: package.json, field: version}
      paths: [services/checkout/**, 'libs/{a,b}/**']
      stages:
        commit:
          budget: 8m
          jobs:
            install: [npm, ci]
            unit:
              run: [npm, test, --, '--commit={commit}']
              needs: [install]
              timeout: 5m
              cwd: services/checkout
              env: {CI: true, BRANCH: '{branch}'}
              passEnv: [JAVA_HOME]
              secrets: {NPM_TOKEN: {env: NPM_TOKEN}}
              keep: [reports/**]
              mayFail: true
            pack: {run: [npm, pack], needs: [install], keep: ['*.tgz'], release: true}
          evidence:
            unit-results: {files: reports/junit*.xml, format: junit}
            coverage: reports/lcov.info
          gates:
            unit-tests: {atLeast: 100, sources: [unit-results]}
            coverage: {atLeast: 81.5%, of: branches, failOnDecrease: false, sources: [coverage]}
            No secrets: {kind: secrets, from: info}
            formatting: {jobs: [pack]}
            lint: true
        acceptance:
          budget: off
          evidence: {scan: {files: '**/*.sarif', about: security}}
          gates:
            security: {atMost: 2, from: high, sources: [scan]}
            performance: {p95: 400ms, errorRate: 0.5%, throughput: 50}
            accessibility: {}
        user-acceptance:
          approvals:
            count: 2
            from: [Ada, grace]
            notOnlyAuthors: false
            checklist: [business, {id: law, question: 'May we?'}]
        production: {approvals: 1}
people:
  - {name: Ada, aliases: [ada, ada@example.com]}
  - {name: Grace, aliases: [grace]}
freezes:
  - name: weekend
    zone: Europe/Berlin
    from: fri 16:00
    to: mon 08:00
    reason: nobody is at work
    except: [2026-12-04]
    environments: [live]
    services: [checkout]
    liftedBy: [Ada]
  - {name: year-end, zone: UTC, from: '2026-12-20 00:00', to: 2027-01-04T00:00}
  - {name: christmas, zone: Europe/Berlin, from: 12-24, to: 12-26}
`;

/** A pipeline that something else runs; `runner` is the mapping as it is written, on line 7. */
export function hostedConfig(runner: string): string {
	return `version: 1
name: shop
services:
  - name: checkout
    # nothing has to be cloned for this
    pipeline:
      runner: ${runner}
      stages:
        commit: {jobs: [unit]}
    environments:
      production:
        target: {kind: process, run: [node, service.mjs]}
        metrics: {kind: scrape}
`;
}

/** Replaces one piece of a good file; fails when the piece is not there, so that no row tests nothing. */
export function change(source: string, from: string, to: string): string {
	if (!source.includes(from)) throw new Error(`the fixture has no ${from}`);
	return source.replace(from, to);
}
