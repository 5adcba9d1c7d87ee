/** Rules of `pipeline:` that look at more than one field. */
import { stageNames } from '../domain/pipeline/model.ts';
import { hasUserInfo, travelsInTheClear } from '../domain/web-address.ts';
import { checkGates } from './check-gates.ts';
import { checkJobs } from './check-jobs.ts';
import type { KnownPeople } from './check-people.ts';
import type { FilePipeline, FileStage } from './file/pipeline.ts';
import type { Finding, Report } from './issues.ts';
import { readRepository } from './repository.ts';
import { either } from './said.ts';
import type { Path } from './source.ts';
import { formatDuration } from './units.ts';

/** The service that a pipeline is of. */
interface PipelineOwner {
	/** Where the service stands. */
	readonly path: Path;
	/** As it is written; null where none is named. */
	readonly repository: string | null;
	readonly people: KnownPeople;
}

/** Checks a pipeline that is well formed in itself. */
export function checkPipeline(pipeline: FilePipeline, owner: PipelineOwner): readonly Finding[] {
	const findings: Finding[] = [];
	const base = [...owner.path, 'pipeline'];
	const report: Report = (below, message, expected = null, severity = 'error') =>
		findings.push({ path: [...base, ...below], message, expected, severity });
	checkRunner(pipeline, report);
	checkRepository(pipeline, owner, (below, message, expected = null, severity = 'error') =>
		findings.push({ path: [...owner.path, ...below], message, expected, severity }),
	);
	checkVersion(pipeline, report);
	checkJobs(pipeline, report);
	checkGates(pipeline, report);
	for (const name of stageNames) {
		checkBudget(pipeline, name, report);
		const { approvals } = pipeline.stages[name];
		if (approvals === undefined) continue;
		checkApprovals(approvals, ['stages', name, 'approvals'], owner.people, report);
		findings.push(...owner.people.unknownIn(approvals.from, [...base, 'stages', name, 'approvals', 'from']));
	}
	return findings;
}

function checkRunner({ runner }: FilePipeline, report: Report): void {
	if (runner.kind === 'local') return;
	const field = runner.kind === 'github' ? 'api' : 'url';
	const address = runner.kind === 'github' ? runner.api : runner.url;
	if (travelsInTheClear(address)) {
		if (runner.token !== undefined) {
			const message = 'the token would travel unencrypted to another machine, so it would never be sent';
			report(['runner', field], message, 'an https address');
		} else {
			const message =
				'what it answers travels unencrypted from another machine, so whoever is between could make a run pass';
			report(['runner', field], message, 'an https address', 'warning');
		}
	}
	if (runner.kind !== 'jenkins') return;
	if (runner.token !== undefined && runner.user === undefined) {
		report(['runner', 'user'], 'there is a token but no user; Jenkins takes the two together', 'the user of the token');
	}
	if (runner.user !== undefined && runner.token === undefined) {
		report(['runner', 'token'], 'there is a user but no token', 'a token by reference, such as {env: NAME}');
	}
}

/** Git must find what the local runner checks out and what a version is read from. */
function checkRepository({ runner, version }: FilePipeline, { repository }: PipelineOwner, report: Report): void {
	const expected =
		'a folder such as ., or an address such as https://git.example/acme/shop.git or git@git.example:acme/shop.git';
	if (repository === null) {
		const needs =
			runner.kind === 'local' ? 'the runner local checks it out' : 'the version of a release is read from it';
		const isNeeded = runner.kind === 'local' || 'file' in version;
		if (isNeeded) report(['repository'], `the service names no repository, and ${needs}`, expected);
		return;
	}
	const isWeb = /^https?:/i.test(repository.trim());
	if (isWeb && hasUserInfo(repository)) {
		const message = 'there is a name or a key before the @, which anyone who can read the file can use';
		return report(['repository'], message, 'an address without it; git asks its own credential helper');
	}
	const source = readRepository(repository, '.');
	if (source === null) return report(['repository'], 'this is no place that git is sent to', expected);
	if (source.kind === 'address' && isWeb && travelsInTheClear(source.url)) {
		const message = 'the history travels unencrypted from another machine, so whoever is between could change it';
		report(['repository'], message, 'an https or ssh address', 'warning');
	}
}

const placeholders = ['run', 'attempt', 'sha', 'date'];

function checkVersion({ version }: FilePipeline, report: Report): void {
	if ('file' in version) return;
	const path = ['version', 'template'];
	const named = [...version.template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
	const expected = either(placeholders.map((name) => `{${name}}`));
	const unknown = named.find((name) => !placeholders.includes(name));
	if (unknown !== undefined) return report(path, `{${unknown}} is not a placeholder here`, expected);
	if (/[{}]/.test(version.template.replaceAll(/\{[^{}]*\}/g, ''))) {
		return report(path, 'a bracket is not closed', expected);
	}
	if (!['run', 'sha', 'date'].some((name) => named.includes(name))) {
		const message = 'every release would have the same version';
		return report(path, message, '{run}, {sha} or {date} in it, such as {date}-{sha}');
	}
	if (!named.includes('run') && !named.includes('sha')) {
		const message = 'two releases of one day would have the same version, so the second is not made';
		report(path, message, '{run} or {sha} beside {date}', 'warning');
	}
}

function checkBudget({ budget, stages }: FilePipeline, name: keyof FilePipeline['stages'], report: Report): void {
	const own = stages[name].budget ?? 0;
	if (own <= budget) return;
	const message = `${formatDuration(own)} is more than the ${formatDuration(budget)} of the whole pipeline`;
	report(['stages', name, 'budget'], message, `at most ${formatDuration(budget)}, or more for the pipeline`, 'warning');
}

function checkApprovals(
	approvals: NonNullable<FileStage['approvals']>,
	path: Path,
	people: KnownPeople,
	report: Report,
): void {
	const able = new Set(approvals.from.map((name) => people.personOf(name))).size;
	if (approvals.from.length > 0 && able < approvals.count) {
		const message = `${approvals.count} people must approve, but only ${able} may`;
		report([...path, 'from'], message, `at least ${approvals.count} people, or a smaller count`);
	}
	const ids = approvals.checklist.map(({ id }) => id);
	for (const [index, id] of ids.entries()) {
		if (ids.indexOf(id) < index)
			report([...path, 'checklist', index], `"${id}" is asked already`, 'each question once');
	}
}
