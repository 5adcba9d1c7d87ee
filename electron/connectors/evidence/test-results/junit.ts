/**
 * JUnit XML, in the dialects of Surefire, Gradle, pytest, Vitest, Jest, Node, go-junit-report, GoogleTest.
 * There is no standard; what they share is `<testcase>` with `<failure>`, `<error>` or `<skipped>` in it. Counts come from the
 * cases: the attributes of suites differ from tool to tool.
 */
import { mostItemsKept, type TestFacts } from '../../../../shared/domain/gates/evidence.ts';
import { cut } from '../limits.ts';
import { instantOf, type ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { type Attributes, readXml, type XmlHandler, type XmlPlace } from '../xml/read-xml.ts';
import { toolOfJunit } from './junit-tool.ts';

type Failure = TestFacts['failures'][number];

interface Suite {
	readonly name: string | null;
	readonly file: string | null;
}

/** A case, or a suite that broke as a whole: then it stands for one case that failed. */
interface Open {
	readonly isSuite: boolean;
	/** Marked as still to be done (Node): its failure is expected, and counts as skipped. */
	isTodo: boolean;
	readonly name: string;
	readonly suite: string | null;
	readonly file: string | null;
	outcome: 'passed' | 'failed' | 'skipped';
	message: string | null;
	readonly ms: number | null;
}

const skippedStates = new Set(['skipped', 'notrun', 'disabled', 'suppressed', 'ignored', 'pending']);
const failedStates = new Set(['failed', 'failure', 'fail', 'error', 'errored', 'broken']);

export const parseJunit: ReportParser = async (bytes, { limits }) => {
	const report = createJunitReport();
	await readXml(bytes, report.handler, limits);
	return { facts: report.facts(), tool: report.tool(), writtenAt: report.writtenAt() };
};

function createJunitReport() {
	const suites: Suite[] = [];
	const failures: Failure[] = [];
	const counts = { total: 0, passed: 0, failed: 0, skipped: 0 };
	const claims = { failed: 0, tests: 0, excused: 0 };
	const tool = toolOfJunit();
	let durationMs: number | null = null;
	let writtenAt: number | null = null;
	let current: Open | null = null;

	function count(one: Open): void {
		counts.total += 1;
		counts[one.outcome] += 1;
		if (one.ms !== null) durationMs = (durationMs ?? 0) + one.ms;
		if (one.outcome !== 'failed' || failures.length >= mostItemsKept) return;
		const { name, suite, message, file } = one;
		failures.push({ name, suite, message, file });
	}

	function openSuite(name: string, attributes: Attributes): void {
		if (name === 'testsuite') suites.push({ name: cut(attributes['name']), file: fileOf(attributes) });
		claims.tests = Math.max(claims.tests, claimed(attributes, 'tests'));
		claims.failed = Math.max(claims.failed, claimed(attributes, 'failures') + claimed(attributes, 'errors'));
		const at = instantOf(attributes['timestamp']);
		if (at !== null) writtenAt = Math.max(writtenAt ?? at, at);
	}

	function openTrouble(attributes: Attributes, parent: string | null): boolean {
		const one = current ?? brokenSuite(suites.at(-1));
		if (one.isTodo) {
			claims.excused += 1;
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
			if (at.depth === 1) refuseRoot(name, at);
			tool.see(name, attributes);
			if (name === 'testsuites' || name === 'testsuite') openSuite(name, attributes);
			else if (name === 'testcase') {
				if (current !== null) throw new Refusal('has a test case within a test case', at.line);
				current = openCase(attributes, suites.at(-1));
			} else if (isTrouble(name, at.parent)) return openTrouble(attributes, at.parent);
			else if (name === 'skipped' && at.parent === 'testcase' && current?.outcome === 'passed') {
				current.outcome = 'skipped';
				current.isTodo = attributes['type'] === 'todo';
			}
			return undefined;
		},
		close(name, text) {
			const isTroubleOfSuite = current?.isSuite === true && (name === 'failure' || name === 'error');
			if (current !== null && text !== '') current.message ??= cut(text);
			if (current !== null && (name === 'testcase' || isTroubleOfSuite)) {
				count(current);
				current = null;
			} else if (name === 'testsuite') suites.pop();
		},
	};

	return {
		handler,
		facts(): TestFacts {
			refuseEmptyClaims(claims, counts);
			return {
				kind: 'tests',
				...counts,
				durationMs: durationMs === null ? null : Math.round(durationMs * 1000) / 1000,
				failures,
			};
		},
		tool: () => tool.name(),
		writtenAt: () => writtenAt,
	};
}

function refuseRoot(name: string, at: XmlPlace): void {
	if (name === 'testsuites' || name === 'testsuite') return;
	throw new Refusal(
		`begins with <${name.slice(0, 40)}> and is no JUnit report`,
		at.line,
		'Check `format` of the source.',
	);
}

function isTrouble(name: string, parent: string | null): boolean {
	return (name === 'failure' || name === 'error') && (parent === 'testcase' || parent === 'testsuite');
}

function brokenSuite(suite: Suite | undefined): Open {
	return {
		isSuite: true,
		isTodo: false,
		name: '(the suite itself)',
		suite: suite?.name ?? null,
		file: suite?.file ?? null,
		outcome: 'failed',
		message: null,
		ms: null,
	};
}

function openCase(attributes: Attributes, suite: Suite | undefined): Open {
	const states = [attributes['status'], attributes['result']].map((state) => state?.toLowerCase() ?? '');
	return {
		isSuite: false,
		isTodo: false,
		name: cut(attributes['name']) ?? '(no name)',
		suite: suite?.name ?? cut(attributes['classname']),
		file: fileOf(attributes) ?? suite?.file ?? null,
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

/** Seconds, as "1.234", "1,234.5" (Surefire) or "0,012" (a comma for the point). */
function millisecondsOf(text: string | undefined): number | null {
	if (text === undefined) return null;
	const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/u.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
	const seconds = /^\d+(\.\d+)?(e-?\d+)?$/iu.test(plain) ? Number(plain) : Number.NaN;
	return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function claimed(attributes: Attributes, name: string): number {
	const text = attributes[name];
	return text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : 0;
}

/** Jest counts a file that did not load among the errors and writes no case for it: that is no report of passed tests. */
function refuseEmptyClaims(
	claims: { readonly failed: number; readonly tests: number; readonly excused: number },
	counts: { readonly total: number; readonly failed: number },
): void {
	const hint =
		'Let the tool write every test case, also those of files that do not load (jest-junit: reportTestSuiteErrors).';
	if (claims.failed > claims.excused && counts.failed === 0) {
		throw new Refusal(`says that ${claims.failed} failed and lists none of them`, null, hint);
	}
	if (claims.tests > 0 && counts.total === 0) {
		throw new Refusal(`says that ${claims.tests} tests ran and lists none of them`, null, hint);
	}
}
