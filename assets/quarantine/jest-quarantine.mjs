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
import path from 'node:path';
import { nameOf, readQuarantine, sayForgiven } from './quarantine.mjs';

// oxlint-disable-next-line import/no-default-export -- Jest takes what the file exports by default
export default class JestQuarantine {
	/**
	 * @param {{ rootDir: string }} globalConfig
	 * @param {import('./quarantine.mjs').Options} [options]
	 */
	constructor(globalConfig, options) {
		this.root = globalConfig.rootDir;
		this.options = options;
	}

	/**
	 * Jest decides about the run by these numbers, after its reporters have seen them.
	 *
	 * @param {unknown} _contexts
	 * @param {{ numFailedTests: number, testResults: { testFilePath: string, testResults: { status: string, fullName: string }[] }[] }} results
	 */
	onRunComplete(_contexts, results) {
		const quarantined = readQuarantine(this.options);
		/** @type {import('./quarantine.mjs').Entry[]} */
		const forgiven = [];
		for (const { testFilePath, testResults } of results.testResults) {
			const file = path.relative(this.root, testFilePath).replaceAll('\\', '/');
			for (const { status, fullName } of testResults) {
				const entry = status === 'failed' ? quarantined.get(nameOf(file, fullName)) : undefined;
				if (entry !== undefined) forgiven.push(entry);
			}
		}
		sayForgiven(forgiven);
		results.numFailedTests -= forgiven.length;
	}
}
