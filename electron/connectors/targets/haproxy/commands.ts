/** Runs the configured commands of a slot: once for the slot, or once per server when they ask for `{port}` or `{server}`. */
import type { CommandLine, HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { hideSecrets } from '../../../../shared/domain/hide-secrets.ts';
import { type Failure, fail } from '../../../../shared/domain/result.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { type Exec, type ExecOutcome, lastLines, unknownVersionExitCode } from '../../exec.ts';
import { cancelled } from './problems.ts';

type Server = HaproxyTargetConfig['slots'][SlotName][number];

export interface CommandRun {
	readonly server: Server | null;
	readonly outcome: ExecOutcome;
}

/**
 * Runs `command` for each place that needs it, one after another, and stops at the first that does not exit with 0.
 * `servers` narrows a command that runs per server to those that need it.
 * Placeholders are filled inside single arguments and variables: a value never becomes a second argument.
 */
export async function runForSlot(
	config: HaproxyTargetConfig,
	command: CommandLine,
	slot: SlotName,
	version: string,
	exec: Exec,
	signal?: AbortSignal,
	servers: readonly Server[] = config.slots[slot],
): Promise<readonly CommandRun[]> {
	const texts = [...command.args, ...Object.values(command.env)];
	const isPerServer = texts.some((text) => text.includes('{port}') || text.includes('{server}'));
	const places: readonly (Server | null)[] = isPerServer ? servers : [null];
	const runs: CommandRun[] = [];
	for (const server of places) {
		const filled = (text: string) => fill(text, { slot, version, server });
		const env = Object.entries(command.env).map(([name, text]) => [name, filled(text)] as const);
		const outcome = await exec({
			file: command.file,
			args: command.args.map(filled),
			cwd: command.cwd,
			env: Object.fromEntries(env),
			timeoutMs: command.timeoutMs,
			signal,
		});
		runs.push({ server, outcome });
		if (outcome.kind !== 'exited' || outcome.exitCode !== 0) break;
	}
	return runs;
}

function fill(text: string, values: { slot: SlotName; version: string; server: Server | null }): string {
	const known: Readonly<Record<string, string>> = {
		slot: values.slot,
		version: values.version,
		server: values.server?.server ?? '',
		port: portOf(values.server?.url ?? null),
	};
	// One pass, so that a version that looks like a placeholder stays what it is.
	return text.replace(/\{(slot|version|server|port)\}/g, (whole, name: string) => known[name] ?? whole);
}

function portOf(url: string | null): string {
	if (url === null || !URL.canParse(url)) return '';
	const { port, protocol } = new URL(url);
	return port || (protocol === 'https:' ? '443' : '80');
}

/**
 * What a deploy command's end means; null when it succeeded. Exit code 3 says that nobody has the version;
 * "address already in use" in its words is a port that somebody else holds.
 */
export function deployFailure(
	label: string,
	slot: SlotName,
	version: string,
	run: CommandRun | undefined,
): Failure | null {
	const outcome = run?.outcome;
	if (outcome === undefined || (outcome.kind === 'exited' && outcome.exitCode === 0)) return null;
	if (outcome.kind === 'cancelled') return cancelled(label);
	const unharmed = 'users still have what stood before';
	const details = { details: describe(outcome) };
	if (outcome.kind === 'exited' && outcome.exitCode === unknownVersionExitCode) {
		return fail(
			'unknown-version',
			`There is no version ${version} for ${label}; nothing was started, and ${unharmed}.`,
			'Check the version, or wait until it is built.',
			details,
		);
	}
	if (outcome.kind === 'timed-out') {
		return fail(
			'timed-out',
			`The command that starts ${version} in ${slot} of ${label} took too long and was ended; ${unharmed}.`,
			'Look at its last lines; give it a longer timeout in signalbox.yaml if it needs one.',
			details,
		);
	}
	if (/EADDRINUSE|address already in use/i.test(words(outcome))) {
		return fail(
			'port-in-use',
			`Version ${version} could not start in ${slot} of ${label} because something else holds its port; ${unharmed}.`,
			'End what holds the port, then retry.',
			{ ...details, retryable: true },
		);
	}
	return fail(
		'deploy-failed',
		`Starting ${version} in ${slot} of ${label} failed (${how(outcome)}); ${unharmed}.`,
		'Look at the last lines of the command, mend the cause, then retry.',
		details,
	);
}

/** What a retire command's end means; null when it succeeded. */
export function retireFailure(label: string, slot: SlotName, run: CommandRun | undefined): Failure | null {
	const outcome = run?.outcome;
	if (outcome === undefined || (outcome.kind === 'exited' && outcome.exitCode === 0)) return null;
	if (outcome.kind === 'cancelled') return cancelled(label);
	return fail(
		outcome.kind === 'timed-out' ? 'timed-out' : 'target-refused',
		`${slot} of ${label} gets no users any more, but the command that ends it failed (${how(outcome)}).`,
		'Look at the last lines of the command; end what runs there by hand, or try again.',
		{ retryable: true, details: describe(outcome) },
	);
}

function describe(outcome: ExecOutcome): { readonly outcome: string; readonly lastLines: string } {
	// These lines go into the journal, which keeps what it is given.
	return { outcome: how(outcome), lastLines: lastLines(hideSecrets(words(outcome))) };
}

function how(outcome: ExecOutcome): string {
	if (outcome.kind === 'exited') return `exit code ${outcome.exitCode}`;
	if (outcome.kind === 'killed') return `ended by ${outcome.by}`;
	if (outcome.kind === 'not-started') return `it could not be started: ${outcome.reason}`;
	return outcome.kind;
}

function words(outcome: ExecOutcome): string {
	if (outcome.kind === 'cancelled' || outcome.kind === 'not-started') return '';
	return outcome.stderr.trim() === '' ? outcome.stdout : outcome.stderr;
}
