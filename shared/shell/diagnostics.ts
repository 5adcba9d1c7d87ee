/** What a person pastes into a bug report: enough to understand it, and nothing that must not be public. */
import { hideSecrets } from '../domain/hide-secrets.ts';
import type { SecretsView, ShellView } from '../rpc/shell-api.ts';
import type { RoomState } from '../rpc/views.ts';
import type { ShellSettings } from './settings.ts';

export interface DiagnosticFacts {
	/** ms since the epoch. */
	readonly at: number;
	readonly host: ShellView['host'];
	/** "linux x64, 6.1.0, 2 processors, 24 GB": no name of the machine. */
	readonly system: string;
	readonly versions: ShellView['versions'];
	readonly uptimeMs: number;
	readonly memoryBytes: number;
	/** Replaced by `~` wherever it stands: it has the person's name in it. */
	readonly homeFolder: string;
	readonly dataFolder: string;
	/** Null before the room is known. */
	readonly room: RoomState | null;
	readonly settings: ShellSettings;
	readonly secrets: SecretsView;
	/** The newest warnings and errors of the log, oldest first, as lines of JSON. */
	readonly troubles: readonly string[];
}

type Lines = readonly string[];

/** Makes the text, in Markdown. Secrets are taken out again here, whatever the parts did. */
export function diagnosticsText(facts: DiagnosticFacts): string {
	const text = [
		`# Signalbox ${facts.versions.signalbox}`,
		'',
		...machineLines(facts),
		...section('Connections', connectionLines(facts.room)),
		...section('Environments', environmentLines(facts.room)),
		...section('Projects', projectLines(facts.room)),
		...section('Settings', settingLines(facts)),
		...section('Last warnings and errors', fenced(facts.troubles)),
	].join('\n');
	return `${withoutHome(hideSecrets(text), facts.homeFolder)}\n`;
}

function section(title: string, lines: Lines): Lines {
	return ['', `## ${title}`, '', ...(lines.length === 0 ? ['none'] : lines)];
}

function machineLines({ at, host, system, versions, uptimeMs, memoryBytes, dataFolder }: DiagnosticFacts): Lines {
	const runtime = [
		versions.electron === null ? null : `Electron ${versions.electron}`,
		versions.chromium === null ? null : `Chromium ${versions.chromium}`,
		`Node ${versions.node}`,
	].filter((each) => each !== null);
	return [
		`- at: ${new Date(at).toISOString()}`,
		`- host: ${host}`,
		`- runtime: ${runtime.join(', ')}`,
		`- system: ${system}`,
		`- running for: ${Math.round(uptimeMs / 60_000)} min, ${Math.round(memoryBytes / 1_048_576)} MB`,
		`- data folder: ${dataFolder}`,
	];
}

function connectionLines(room: RoomState | null): Lines {
	return Object.values(room?.connections ?? {}).map(({ kind, product, label, state, problem, detail }) =>
		[`- ${kind} ${label} (${product}): ${state}`, detail, problem && `${problem.code}: ${problem.message}`]
			.filter((part) => part)
			.join('; '),
	);
}

function environmentLines(room: RoomState | null): Lines {
	return Object.values(room?.environments ?? {}).map(({ service, environment, standing, health, deploymentId }) => {
		const state = deploymentId === null ? null : room?.deployments[deploymentId]?.deployment.state;
		return `- ${service} in ${environment}: ${standing?.version ?? 'nothing known'}, ${health}${state ? `, last deployment ${state}` : ''}`;
	});
}

function projectLines(room: RoomState | null): Lines {
	return Object.values(room?.projects ?? {}).map(({ name, file, issues, sample }) => {
		const errors = issues.filter(({ severity }) => severity === 'error').length;
		return `- ${name}${sample ? ' (sample)' : ''}: ${file}, errors ${errors}, warnings ${issues.length - errors}`;
	});
}

function settingLines({ settings, secrets }: DiagnosticFacts): Lines {
	return [
		...fenced([JSON.stringify(settings, null, 2)], 'json'),
		'',
		`Secrets: ${secrets.label}, ${secrets.state}, kept: ${secrets.entries.length}`,
	];
}

/** A fence longer than any in the text, so that nothing in it can end it. */
function fenced(lines: Lines, language = ''): Lines {
	if (lines.length === 0) return [];
	const longest = Math.max(2, ...[...lines.join('\n').matchAll(/`+/g)].map(([run]) => run.length));
	const fence = '`'.repeat(longest + 1);
	return [`${fence}${language}`, ...lines, fence];
}

/** Windows writes it with backslashes, JSON with two for each, and addresses with slashes. */
function withoutHome(text: string, homeFolder: string): string {
	if (homeFolder.length < 2) return text;
	const forms = [JSON.stringify(homeFolder).slice(1, -1), homeFolder, homeFolder.replaceAll('\\', '/')];
	return forms.reduce((left, form) => left.replaceAll(form, '~'), text);
}
