/**
 * Reads the tests that Signalbox has quarantined. Copy this file beside the one of your test runner.
 *
 * `SIGNALBOX_QUARANTINE` names the file (default `.signalbox/quarantine.json`, from where the tests run), `SIGNALBOX_SERVICE` the
 * service where several share a repository.
 */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ service: string, test: string, file: string | null, owner: string, reason: string, ticket: string | null, since: string, until: string }} Entry
 * @typedef {{ file?: string, service?: string, now?: number }} Options
 */

const usualFile = '.signalbox/quarantine.json';

/**
 * Names of tests whose failures fail no run, with who owns them and until when. What has ended counts again, whether the file was
 * written anew or not. Nothing is quarantined where there is no file, or where it cannot be understood.
 *
 * @param {Options} [options]
 * @returns {Map<string, Entry>}
 */
export function readQuarantine(options = {}) {
	const file = options.file ?? process.env.SIGNALBOX_QUARANTINE ?? usualFile;
	const service = options.service ?? process.env.SIGNALBOX_SERVICE;
	const now = options.now ?? Date.now();
	const entries = entriesOf(file).filter((entry) => Date.parse(entry.until) > now);
	const mine = service === undefined ? entries : entries.filter((entry) => entry.service === service);
	return new Map(mine.map((entry) => [entry.test, entry]));
}

/**
 * A test's name as Signalbox knows it, from the class (or file) and the name of its JUnit report.
 *
 * @param {string} suite
 * @param {string} name
 */
export function nameOf(suite, name) {
	return `${suite} > ${name}`.replace(/\s+/g, ' ').trim();
}

/**
 * Says what was forgiven, so that nobody takes a green run for a clean one.
 *
 * @param {readonly Entry[]} entries
 */
export function sayForgiven(entries) {
	if (entries.length === 0) return;
	console.log(`\nQuarantined tests that failed, and do not fail this run (${entries.length}):`);
	for (const { test, owner, until, reason } of entries) console.log(`  ${test} (${owner}, until ${until}: ${reason})`);
}

/**
 * @param {string} file
 * @returns {readonly Entry[]}
 */
function entriesOf(file) {
	try {
		const { version, quarantined } = JSON.parse(readFileSync(file, 'utf8'));
		if (version === 1 && Array.isArray(quarantined)) return quarantined;
		console.error(`${file} is no quarantine file of version 1, so nothing is quarantined.`);
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (!isMissing) console.error(`${file} cannot be read, so nothing is quarantined: ${String(error)}`);
	}
	return [];
}
