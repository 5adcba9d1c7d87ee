/**
 * Playwright Test: failures of quarantined tests do not fail the run. They run, and reports have them as they were.
 *
 *     // playwright.config.ts
 *     reporter: [['list'], ['junit', { outputFile: 'junit.xml', includeRetries: true }], ['./quarantine/playwright-quarantine.mjs']],
 */
import { nameOf, readQuarantine, sayForgiven } from './quarantine.mjs';

// oxlint-disable-next-line import/no-default-export -- Playwright takes what the file exports by default
export default class PlaywrightQuarantine {
	/** @param {import('./quarantine.mjs').Options} [options] */
	constructor(options) {
		this.options = options;
		this.errors = 0;
		/** @type {import('playwright/types/testReporter').Suite | undefined} */
		this.suite = undefined;
	}

	/**
	 * @param {unknown} _config
	 * @param {import('playwright/types/testReporter').Suite} suite
	 */
	onBegin(_config, suite) {
		this.suite = suite;
	}

	/** Errors outside of tests: a file that did not load, a setup that failed. */
	onError() {
		this.errors += 1;
	}

	/**
	 * @param {import('playwright/types/testReporter').FullResult} result
	 * @returns {{ status: 'passed' } | undefined}
	 */
	onEnd(result) {
		if (result.status !== 'failed' || this.errors > 0 || this.suite === undefined) return undefined;
		const quarantined = readQuarantine(this.options);
		const failed = this.suite.allTests().filter((test) => test.outcome() === 'unexpected');
		const entries = failed.map((test) => quarantined.get(testName(test)));
		const forgiven = entries.filter((entry) => entry !== undefined);
		sayForgiven(forgiven);
		return failed.length > 0 && forgiven.length === failed.length ? { status: 'passed' } : undefined;
	}
}

/**
 * As its JUnit report has it: the file, then describes and the title. `titlePath` begins with root, project and file.
 *
 * @param {import('playwright/types/testReporter').TestCase} test
 */
function testName(test) {
	const [, , file = '', ...titles] = test.titlePath();
	return nameOf(file, titles.join(' › '));
}
