/** Asks what really runs in a slot. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import type { Exec } from '../../exec.ts';
import { type Fetch, joinUrl, knownNetworkWords, readText } from '../../http.ts';
import { runForSlot } from './commands.ts';
import type { ServerStat } from './stat.ts';
import { serversOf, type SlotVersion, type SlotVersions } from './state.ts';

/** Time for one answer, ms; a server that is slower counts as silent. */
const answerTimeoutMs = 1000;
/** Longest answer that is read, bytes. */
const bodyLimit = 256 * 1024;

export interface VersionDeps {
	readonly exec: Exec;
	readonly fetch: Fetch;
}

/** What was told, and where that is nothing, why in a few words when we know. */
interface Answer {
	readonly version: string | null;
	readonly trouble: string | null;
}

interface Told extends Answer {
	readonly who: string;
}

const silence: Answer = { version: null, trouble: null };

/** Versions of both slots, asked at the same time. Servers in maintenance are not asked. */
export async function readVersions(
	config: HaproxyTargetConfig,
	servers: readonly ServerStat[],
	deps: VersionDeps,
	signal?: AbortSignal,
): Promise<SlotVersions> {
	const [blue, green] = await Promise.all([
		readSlot(config, 'blue', servers, deps, signal),
		readSlot(config, 'green', servers, deps, signal),
	]);
	return { blue, green };
}

async function readSlot(
	config: HaproxyTargetConfig,
	slot: SlotName,
	servers: readonly ServerStat[],
	deps: VersionDeps,
	signal?: AbortSignal,
): Promise<SlotVersion> {
	const own = serversOf(config, slot, servers).filter((server) => !server.status.startsWith('MAINT'));
	if (config.version === null || own.length === 0) return { version: null, note: null };
	if ('command' in config.version) {
		const runs = await runForSlot(config, config.version.command, slot, '', deps.exec, signal);
		return agree(
			runs.map(({ server, outcome }) => ({ who: server?.server ?? slot, version: firstLine(outcome), trouble: null })),
		);
	}
	const { path, field } = config.version;
	const asked = config.slots[slot].filter(({ server }) => own.some(({ name }) => name === server));
	return agree(
		await Promise.all(
			asked.map(async ({ server, url }) => ({
				who: server,
				...(url === null ? silence : await fetchVersion(deps.fetch, url, path, field, signal)),
			})),
		),
	);
}

/** One version only when all servers that answered say the same. */
function agree(told: readonly Told[]): SlotVersion {
	const versions = new Set(told.flatMap(({ version }) => (version === null ? [] : [version])));
	const [only = null] = versions;
	if (versions.size > 1) {
		const list = told.map(({ who, version }) => `${who} ${version ?? 'silent'}`).join(', ');
		return { version: null, note: `servers run different versions: ${list}` };
	}
	const silent = told.filter(({ version }) => version === null);
	if (silent.length === 0) return { version: only, note: null };
	const names = silent.map(({ who }) => who).join(', ');
	const trouble = silent.find((one) => one.trouble !== null)?.trouble ?? null;
	return { version: only, note: `${names} did not tell its version${trouble === null ? '' : `: ${trouble}`}` };
}

async function fetchVersion(
	fetch: Fetch,
	url: string,
	path: string,
	field: string,
	signal?: AbortSignal,
): Promise<Answer> {
	const limit = AbortSignal.timeout(answerTimeoutMs);
	try {
		const response = await fetch(joinUrl(url, path), {
			redirect: 'error',
			signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
		});
		if (!response.ok) {
			await response.body?.cancel();
			return silence;
		}
		return { version: pick(JSON.parse(await readText(response, bodyLimit)), field), trouble: null };
	} catch (error) {
		return { version: null, trouble: knownNetworkWords(error) };
	}
}

/** `build.version` finds `{"build": {"version": "2.0.0"}}`. */
function pick(body: unknown, field: string): string | null {
	let value = body;
	for (const name of field.split('.')) {
		if (typeof value !== 'object' || value === null) return null;
		value = Object.entries(value).find(([key]) => key === name)?.[1];
	}
	return typeof value === 'string' && value !== '' ? value : null;
}

function firstLine(outcome: Awaited<ReturnType<Exec>>): string | null {
	if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return null;
	return outcome.stdout.split('\n')[0]?.trim() || null;
}
