/** What menu, tray and notifications can do. What acts goes through the engine's own commands, as a click in a window does. */
import type { Problem, Result } from '../../shared/domain/result.ts';
import type { Caller, CommandInput, CommandOutcome, EngineApi } from '../../shared/rpc/api.ts';
import { deploymentAddress } from '../../shared/shell/attention.ts';
import type { Logger } from '../engine/ports.ts';
import type { RoomFeed, RoomWindows, ShellActions, SpokenNote } from './parts.ts';

export interface ShellActionsDeps {
	readonly api: { readonly deployments: Pick<EngineApi['deployments'], 'rollBack' | 'promote'> };
	readonly caller: Caller;
	readonly feed: Pick<RoomFeed, 'current'>;
	readonly windows: RoomWindows;
	readonly clipboard: { writeText(text: string): Promise<void> };
	/** Markdown for a bug report. */
	readonly diagnostics: () => Promise<string>;
	readonly showLogs: () => Promise<Result<null>>;
	readonly checkForUpdate: () => Promise<Result<null>>;
	readonly quit: () => void;
	readonly notify: (note: SpokenNote) => void;
	/** A fresh key for each click. */
	readonly newKey: () => string;
	readonly logger: Pick<Logger, 'error'>;
}

/** Nothing here throws: what fails is told in words and logged. */
export function createShellActions(deps: ShellActionsDeps): ShellActions {
	const { windows, notify, logger } = deps;
	const tell = (problem: Problem, address: string | null) =>
		notify({ title: problem.message, body: problem.hint, address });
	const attempt = async (what: string, address: string | null, work: () => Promise<Result<unknown>>) => {
		try {
			const done = await work();
			if (!done.ok) tell(done.problem, address);
		} catch (err) {
			logger.error({ err }, `${what} failed`);
			tell(unexpected(what), address);
		}
	};
	const command = (what: string, run: EngineApi['deployments']['rollBack']) => (deploymentId: string) =>
		attempt(what, deploymentAddress(deploymentId), () => runNow(deps, deploymentId, run));
	return {
		windows,
		rollBack: command('The rollback', (input, caller) => deps.api.deployments.rollBack(input, caller)),
		promote: command('The promotion', (input, caller) => deps.api.deployments.promote(input, caller)),
		copyDiagnostics: () =>
			attempt('Copying the diagnostics', null, async () => {
				await deps.clipboard.writeText(await deps.diagnostics());
				notify({
					title: 'Diagnostics copied',
					body: 'They are on the clipboard, without secrets, ready for a bug report.',
					address: null,
				});
				return { ok: true, value: null };
			}),
		showLogs: () => attempt('Showing the logs', null, deps.showLogs),
		checkForUpdate: () => {
			// The settings say how the search goes on.
			windows.go('/settings');
			return attempt('Looking for an update', '/settings', deps.checkForUpdate);
		},
		quit: deps.quit,
	};
}

/** Takes the deployment as it is known now; the engine refuses what is out of date. */
async function runNow(
	{ feed, caller, newKey }: ShellActionsDeps,
	deploymentId: string,
	run: (input: CommandInput, caller: Caller) => Promise<Result<CommandOutcome>>,
): Promise<Result<CommandOutcome>> {
	if (!caller.mayAct) return { ok: false, problem: readOnly };
	const view = feed.current()?.deployments[deploymentId];
	if (view === undefined) return { ok: false, problem: gone };
	const { revision } = view.deployment;
	return run({ deploymentId, expectedRevision: revision, idempotencyKey: newKey(), reason: null }, caller);
}

const readOnly: Problem = {
	code: 'read-only',
	message: 'Signalbox was started to look, not to act, so nothing was changed.',
	hint: 'Start it without --read-only to act.',
	retryable: false,
};

const gone: Problem = {
	code: 'not-found',
	message: 'That deployment is not in the room any more, so nothing was changed.',
	hint: 'Its project may have been closed, or a newer deployment has taken its place. Look at the board.',
	retryable: false,
};

function unexpected(what: string): Problem {
	return {
		code: 'internal',
		message: `${what} failed over an error of Signalbox itself.`,
		hint: 'Look at what the screen shows now, then try again. Help > Copy diagnostics has what a bug report needs.',
		retryable: true,
	};
}
