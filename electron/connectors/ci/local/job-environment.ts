/** What a job may see: the usual few variables, those that it asks for, its secrets, and where it is. */
import type { JobConfig } from '../../../../shared/config/pipeline-model.ts';
import type { SecretReference } from '../../../../shared/config/model.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { allowedEnvironment, type Variables, withoutRelativeFolders } from '../../exec.ts';
import type { RunFile } from './model.ts';

export type Secrets = (reference: SecretReference) => Promise<Result<string>>;

export interface JobSurroundings {
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** Values that must not be seen in the log. */
	readonly secrets: readonly string[];
}

/** Asks for the secrets anew, each time; a missing one is a failure. */
export async function surroundingsOf(
	job: JobConfig,
	run: RunFile,
	environment: Variables,
	secrets: Secrets,
): Promise<Result<JobSurroundings>> {
	const own: Record<string, string> = {};
	for (const [name, reference] of Object.entries(job.secrets)) {
		const secret = await secrets(reference);
		if (!secret.ok) return secret;
		own[name] = secret.value;
	}
	const passed = job.passEnv.flatMap((name) => {
		const value = environment[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	const fill = filler(run);
	const configured = Object.entries(job.run.env).map(([name, value]) => [name, fill(value)] as const);
	const env = {
		...withoutRelativeFolders(allowedEnvironment(environment)),
		...Object.fromEntries(passed),
		CI: 'true',
		SIGNALBOX_COMMIT: run.commit.sha,
		SIGNALBOX_BRANCH: run.branch,
		SIGNALBOX_RUN: String(run.number),
		SIGNALBOX_ATTEMPT: String(run.attempt),
		...inputVariables(run.inputs),
		...Object.fromEntries(configured),
		...own,
	};
	return ok({ args: job.run.args.map(fill), env, secrets: Object.values(own) });
}

function filler(run: RunFile): (text: string) => string {
	const values: Readonly<Record<string, string>> = {
		commit: run.commit.sha,
		branch: run.branch,
		run: String(run.number),
	};
	// In one pass, so that what is filled in is not looked through again.
	return (text) => text.replaceAll(/\{(commit|branch|run)\}/g, (whole, name: string) => values[name] ?? whole);
}

function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
	const entries = Object.entries(inputs).map(([name, value]) => [
		`SIGNALBOX_INPUT_${name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_')}`,
		value,
	]);
	return Object.fromEntries(entries);
}
