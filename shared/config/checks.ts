/** Rules that look at more than one field. Each speaks of one environment or of names across the file. */
import { travelsInTheClear } from '../domain/web-address.ts';
import { buildCounters } from './build-metrics.ts';
import type { FilePrometheus } from './build-metrics.ts';
import { checkHealth } from './check-health.ts';
import { checkHealthSources } from './check-health-sources.ts';
import { checkHaproxy, checkProcess } from './check-target.ts';
import type { FileEnvironment } from './file/schema.ts';
import type { Finding, Report } from './issues.ts';
import { checkPromql, checkSelector } from './promql/promql.ts';
import type { Path } from './source.ts';
import { formatDuration } from './units.ts';

/** Checks an environment that is well formed in itself. `path` is where it stands. */
export function checkEnvironment(environment: FileEnvironment, path: Path): readonly Finding[] {
	const findings: Finding[] = [];
	const report: Report = (below, message, expected = null, severity = 'error') =>
		findings.push({ path: [...path, ...below], message, expected, severity });
	checkTier(environment, path, report);
	checkCanary(environment, report);
	checkPace(environment, report);
	if (environment.target.kind === 'haproxy') checkHaproxy(environment.target, environment, report);
	else checkProcess(environment, report);
	checkMachine(environment, report);
	checkMetrics(environment, report);
	checkHealthSources(environment, report);
	return [...findings, ...checkHealth(environment.health, [...path, 'health'])];
}

/** A rollout that is left alone needs somebody who goes on with it. No kind of target has an engine of its own yet. */
function checkMachine({ machine, target }: FileEnvironment, report: Report): void {
	if (machine.sleep !== 'leave') return;
	const message = `a target of kind ${target.kind} has no engine of its own, so nobody would watch the release while this machine sleeps`;
	report(['machine', 'sleep'], message, 'hold or roll-back');
}

function checkTier(environment: FileEnvironment, path: Path, report: Report): void {
	if (environment.tier === undefined && tierByName(String(path.at(-1))) === null) {
		report(
			['tier'],
			'this field is missing, and the name of the environment does not say it',
			'development, testing, staging or production',
		);
	}
}

/** The tier that the name of an environment tells; null when it does not. */
export function tierByName(name: string): 'development' | 'testing' | 'staging' | 'production' | null {
	return name === 'development' || name === 'testing' || name === 'staging' || name === 'production' ? name : null;
}

function checkCanary({ canary }: FileEnvironment, report: Report): void {
	for (const [index, step] of canary.steps.entries()) {
		const before = canary.steps[index - 1];
		if (before !== undefined && step.weight <= before.weight) {
			const message = `found ${step.weight}% after ${before.weight}%: each step must give the new release more than the one before`;
			report(['canary', 'steps', index, 'weight'], message, `more than ${before.weight}%`);
		}
		if (canary.interval > step.for) {
			const message = `the step lasts ${formatDuration(step.for)} but the judge looks every ${formatDuration(canary.interval)} only`;
			report(
				['canary', 'steps', index, 'for'],
				message,
				`at least ${formatDuration(canary.interval)}, or a shorter interval`,
			);
		}
	}
}

function checkPace({ canary, blueGreen }: FileEnvironment, report: Report): void {
	for (const [name, pace] of [
		['canary', canary],
		['blueGreen', blueGreen],
	] as const) {
		if (pace.patience < pace.interval) {
			const message = `patience of ${formatDuration(pace.patience)} ends before the judge looks again after ${formatDuration(pace.interval)}`;
			report([name, 'patience'], message, `at least the interval of ${formatDuration(pace.interval)}`);
		}
	}
	if (blueGreen.interval > blueGreen.watch) {
		const message = `the watch lasts ${formatDuration(blueGreen.watch)} but the judge looks every ${formatDuration(blueGreen.interval)} only`;
		report(['blueGreen', 'watch'], message, `at least ${formatDuration(blueGreen.interval)}, or a shorter interval`);
	}
}

function checkMetrics(environment: FileEnvironment, report: Report): void {
	const { metrics } = environment;
	if (metrics === undefined) {
		report(
			[],
			'there are no metrics here: every verdict will be inconclusive, and a release rolls back when patience ends',
			'metrics: with kind scrape or prometheus',
			'warning',
		);
		return;
	}
	if (metrics.kind !== 'prometheus') return;
	if (metrics.user !== undefined && metrics.password === undefined)
		report(['metrics', 'password'], 'there is a user but no password', 'a password by reference, such as {env: NAME}');
	if (metrics.password !== undefined && metrics.user === undefined)
		report(['metrics', 'user'], 'there is a password but no user', 'the user name');
	if (metrics.bearer !== undefined && metrics.user !== undefined)
		report(['metrics', 'bearer'], 'bearer and user are both set', 'one way to sign in');
	if (travelsInTheClear(metrics.url)) checkTravel(metrics, report);
	for (const [name, query] of Object.entries(metrics.queries)) {
		if (query !== undefined) checkQuery(query, ['metrics', 'queries', name], report);
	}
	if (metrics.counters !== undefined) {
		checkCounters(metrics.counters, buildCounters(metrics)?.requests ?? null, report);
	}
}

/** What is sent unencrypted to another machine can be read on its way, and what comes back can be changed. */
function checkTravel({ bearer, password }: FilePrometheus, report: Report): void {
	if (bearer !== undefined || password !== undefined) {
		const message = 'the credentials would travel unencrypted to another machine, so they would never be sent';
		report(['metrics', 'url'], message, 'an https address');
		return;
	}
	const message = 'the numbers travel unencrypted from another machine, so whoever is between could change the verdict';
	report(['metrics', 'url'], message, 'an https address', 'warning');
}

function checkCounters(
	{ events, ...counters }: NonNullable<FilePrometheus['counters']>,
	requests: string | null,
	report: Report,
): void {
	const path: Path = ['metrics', 'counters'];
	for (const [name, selector] of Object.entries(counters)) {
		if (selector !== undefined) checkQuery(selector, [...path, name], report, checkSelector);
	}
	for (const [name, selector] of Object.entries(events)) {
		checkQuery(selector, [...path, 'events', name], report, checkSelector);
	}
	if (requests === null && (counters.errors !== undefined || Object.keys(events).length > 0))
		report(
			path,
			'events are counted here, but not the requests that they are among',
			'requests: the counter of requests',
		);
}

function checkQuery(query: string, path: Path, report: Report, check = checkPromql): void {
	const checked = check(query);
	const expected = check === checkSelector ? 'the selector of a counter' : 'a query that Prometheus understands';
	if (!checked.ok) report(path, checked.problem.message, expected);
	const namesSlot = /\{\{\s*(slot|version)\s*\}\}/.test(query);
	if (!namesSlot) {
		report(
			path,
			'the query asks for the same numbers whatever the slot, so the new release cannot be told from the old one',
			'{{slot}} or {{version}} in a label matcher',
		);
	}
}
