/**
 * Jest: failures of quarantined tests do not fail the run. They run, and reports have them as they were.
 *
 *     // jest.config.mjs; the quarantine comes last, so that the reports before it see every failure
 *     reporters: [
 *       'default',
 *       ['jest-junit', { classNameTemplate: '{filepath}', titleTemplate: '{classname} {title}' }],
 *       '<rootDir>/quarantine/jest-quarantine.mjs',
 *     ],
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { nameOf, readQuarantine, sayForgiven } from './quarantine.mjs';

/**
 * @typedef {{ testFilePath: string, testResults: { status: string, fullName: string }[], snapshot: { unmatched: number } }} FileResult
 * @typedef {{ failure: boolean, unmatched: number, unchecked: number, filesRemoved: number }} Snapshots
 * @typedef {{ numFailedTests: number, testResults: FileResult[], snapshot: Snapshots }} Results
 */

// oxlint-disable-next-line import/no-default-export -- Jest takes what the file exports by default
export default class JestQuarantine {
	/**
	 * @param {unknown} _globalConfig
	 * @param {import('./quarantine.mjs').Options} [options]
	 */
	constructor(_globalConfig, options) {
		this.options = options;
	}

	/**
	 * Jest decides about the run by these numbers, after its reporters have seen them.
	 *
	 * @param {unknown} _contexts
	 * @param {Results} results
	 */
	onRunComplete(_contexts, results) {
		const quarantined = readQuarantine(this.options);
		// As jest-junit names files, also where the configuration lies in another folder.
		const root = realpathSync(process.cwd());
		/** @type {import('./quarantine.mjs').Entry[]} */
		const forgiven = [];
		let snapshots = 0;
		for (const { testFilePath, testResults, snapshot } of results.testResults) {
			const file = path.relative(root, testFilePath).replaceAll('\\', '/');
			const failed = testResults.filter(({ status }) => status === 'failed');
			const entries = failed.flatMap(({ fullName }) => quarantined.get(nameOf(file, fullName)) ?? []);
			forgiven.push(...entries);
			// Which test a snapshot is of is not told: all that failed in the file must be forgiven.
			if (entries.length === failed.length) snapshots += snapshot.unmatched;
		}
		sayForgiven(forgiven);
		results.numFailedTests -= forgiven.length;
		forgiveSnapshots(results.snapshot, snapshots);
	}
}

/**
 * Snapshots fail a run apart from the tests that they failed in.
 *
 * @param {Results['snapshot']} snapshot
 * @param {number} count
 */
function forgiveSnapshots(snapshot, count) {
	if (count === 0) return;
	snapshot.unmatched -= count;
	snapshot.failure = snapshot.unmatched > 0 || snapshot.unchecked > 0 || snapshot.filesRemoved > 0;
}
