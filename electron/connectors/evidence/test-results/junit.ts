/**
 * JUnit XML, in the dialects of Surefire, Gradle, pytest, Vitest, Jest, Node, go-junit-report, GoogleTest.
 * There is no standard; what they share is `<testcase>` with `<failure>`, `<error>` or `<skipped>` in it. Counts come from the
 * cases: the attributes of suites differ from tool to tool.
 */
import { cut } from '../limits.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { type Attributes, readXml, type XmlHandler } from '../xml/read-xml.ts';
import { wrongRoot } from '../xml/wrong-root.ts';
import { createJunitClaims } from './junit-claims.ts';
import { createJunitTally, type JunitCase } from './junit-tally.ts';
import { toolOfJunit } from './junit-tool.ts';
import { classOf, testNameOf } from './case-name.ts';
import { createSuiteCases } from './suite-case.ts';

interface Suite {
	readonly name: string | null;
	readonly file: string | null;
	/** Counted from 1. */
	readonly number: number;
}

/** A case that is not closed yet. */
interface Open extends JunitCase {
	/** False for a suite that broke outside of its cases. */
	readonly isElement: boolean;
	/** Marked as still to be done (Node): its failure is expected, and counts as skipped. */
	isTodo: boolean;
	outcome: JunitCase['outcome'];
	failedBefore: boolean;
	message: string | null;
}

const skippedStates = new Set(['skipped', 'notrun', 'disabled', 'suppressed', 'ignored', 'pending']);
const failedStates = new Set(['failed', 'failure', 'fail', 'error', 'errored', 'broken']);

export const parseJunit: ReportParser = async (bytes, { limits, onCase }) => {
	const report = createJunitReport(onCase);
	await readXml(bytes, report.handler, limits);
	return { facts: report.facts(), tool: report.tool(), writtenAt: report.writtenAt() };
};

function createJunitReport(onCase?: (one: JunitCase) => void) {
	const suites: Suite[] = [];
	const tally = createJunitTally(onCase);
	const claims = createJunitClaims();
	const tool = toolOfJunit();
	const suiteCases = createSuiteCases();
	let writtenAt: number | null = null;
	let opened = 0;
	let current: Open | null = null;

	function openSuite(name: string, attributes: Attributes, depth: number): void {
		suiteCases.next();
		if (name === 'testsuite') suites.push(suiteOf(attributes, (opened += 1)));
		claims.see(attributes, depth);
		const at = instantOf(attributes['timestamp']);
		if (at !== null) writtenAt = Math.max(writtenAt ?? at, at);
	}

	function openTrouble(attributes: Attributes, parent: string | null): boolean {
		const one = current ?? brokenSuite(suites.at(-1));
		if (one.isTodo) {
			claims.excuse();
			return false;
		}
		one.outcome = 'failed';
		one.message ??= cut(attributes['message']);
		// A suite breaks outside of its cases: there is no case to close.
		if (parent !== 'testcase') current = one;
		return one.message === null;
	}

	const handler: XmlHandler = {
		open(name, attributes, at) {
			if (at.depth === 1 && name !== 'testsuites' && name !== 'testsuite') throw wrongRoot(name, 'JUnit', at);
			tool.see(name, attributes, at.depth);
			if (name === 'testsuites' || name === 'testsuite') openSuite(name, attributes, at.depth);
			else if (name === 'testcase') {
				if (current !== null) throw new Refusal('has a test case within a test case', at.line);
				current = openCase(attributes, suites, suiteCases.isOne(attributes, tool.name()));
			} else if (isTrouble(name, at.parent)) return openTrouble(attributes, at.parent);
			else if (at.parent === 'testcase' && current !== null) mark(current, name, attributes);
			return undefined;
		},
		close(name, text) {
			const isTroubleOfSuite = current?.isElement === false && (name === 'failure' || name === 'error');
			if (current !== null && text !== '') current.message ??= cut(text);
			if (current !== null && (name === 'testcase' || isTroubleOfSuite)) {
				tally.add(current);
				current = null;
			} else if (name === 'testsuite') suites.pop();
		},
	};

	return {
		handler,
		facts: () => claims.heldAgainst(tally.facts(tool.name())),
		tool: () => tool.name(),
		writtenAt: () => writtenAt,
	};
}

function suiteOf(attributes: Attributes, number: number): Suite {
	return { name: cut(attributes['name']), file: fileOf(attributes), number };
}

function isTrouble(name: string, parent: string | null): boolean {
	return (name === 'failure' || name === 'error') && (parent === 'testcase' || parent === 'testsuite');
}

/** What an element within a case says of it, where it is no trouble. */
function mark(one: Open, name: string, attributes: Attributes): void {
	if (name === 'flakyFailure' || name === 'flakyError') one.failedBefore = true;
	if (name !== 'skipped' || one.outcome !== 'passed') return;
	one.outcome = 'skipped';
	one.isTodo = attributes['type'] === 'todo';
}

function brokenSuite(suite: Suite | undefined): Open {
	return {
		isElement: false,
		isSuite: true,
		isNamed: false,
		isTodo: false,
		name: '(the suite itself)',
		suite: suite?.name ?? null,
		suiteNumber: suite?.number ?? 0,
		file: suite?.file ?? null,
		className: null,
		test: '(the suite itself)',
		outcome: 'failed',
		failedBefore: false,
		message: null,
		ms: null,
	};
}

function openCase(attributes: Attributes, suites: readonly Suite[], isSuite: boolean): Open {
	const suite = suites.at(-1);
	const file = fileOf(attributes) ?? suite?.file ?? null;
	const states = [attributes['status'], attributes['result']].map((state) => state?.toLowerCase() ?? '');
	return {
		isElement: true,
		isSuite,
		isNamed: cut(attributes['name']) !== null,
		isTodo: false,
		name: cut(attributes['name']) ?? '(no name)',
		suite: suite?.name ?? cut(attributes['classname']),
		suiteNumber: suite?.number ?? 0,
		file,
		className: classOf(attributes),
		test: testNameOf(
			attributes,
			suites.map((one) => one.name),
			file,
		),
		failedBefore: false,
		outcome: states.some((state) => failedStates.has(state))
			? 'failed'
			: states.some((state) => skippedStates.has(state))
				? 'skipped'
				: 'passed',
		message: null,
		ms: millisecondsOf(attributes['time']),
	};
}

function fileOf(attributes: Attributes): string | null {
	return cut(attributes['file'] ?? attributes['filepath']);
}

/** No test takes a year; sums of more would be no numbers any more. */
const longestSeconds = 366 * 86_400;

/** Seconds, as "1.234", "1,234.5" (Surefire) or "0,012" (a comma for the point). */
function millisecondsOf(text: string | undefined): number | null {
	if (text === undefined) return null;
	const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/u.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
	const seconds = /^\d+(\.\d+)?(e-?\d+)?$/iu.test(plain) ? Number(plain) : Number.NaN;
	return seconds <= longestSeconds ? seconds * 1000 : null;
}
