/**
 * Vitest: failures of quarantined tests do not fail the run. They run, and reports have them as they were.
 *
 *     // vitest.config.ts
 *     import { VitestQuarantine } from './quarantine/vitest-quarantine.mjs';
 *     export default defineConfig({ test: { reporters: ['default', 'junit', new VitestQuarantine()], outputFile: { junit: 'junit.xml' } } });
 */
import path from 'node:path';
import { nameOf, readQuarantine, sayForgiven } from './quarantine.mjs';

export class VitestQuarantine {
	/** @param {import('./quarantine.mjs').Options} [options] */
	constructor(options) {
		this.options = options;
		this.root = process.cwd();
	}

	/** @param {import('vitest/node').Vitest} vitest */
	onInit(vitest) {
		this.root = vitest.config.root;
	}

	/**
	 * @param {readonly import('vitest/node').TestModule[]} modules
	 * @param {readonly unknown[]} errors
	 * @param {'passed' | 'failed' | 'interrupted'} reason
	 */
	onTestRunEnd(modules, errors, reason) {
		if (reason !== 'failed' || errors.length > 0) return;
		const quarantined = readQuarantine(this.options);
		/** @type {import('./quarantine.mjs').Entry[]} */
		const forgiven = [];
		let isForgiven = true;
		for (const module of modules) {
			// As its JUnit report names files: from the root of the whole run, not from that of a project in it.
			const file = path.relative(this.root, module.moduleId).replaceAll('\\', '/');
			const failed = [...module.children.allTests('failed')];
			const broken = [module, ...module.children.allSuites()].some((one) => one.errors().length > 0);
			// A file that did not load has no test that could have failed.
			if (broken || (failed.length === 0 && !module.ok())) isForgiven = false;
			for (const test of failed) {
				const entry = quarantined.get(nameOf(file, test.fullName));
				if (entry === undefined) isForgiven = false;
				else forgiven.push(entry);
			}
		}
		sayForgiven(forgiven);
		if (isForgiven && forgiven.length > 0) process.exitCode = 0;
	}
}
