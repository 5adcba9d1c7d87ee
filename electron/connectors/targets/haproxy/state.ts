/** What HAProxy's servers mean for the two slots. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import type {
	SlotHealth,
	SlotName,
	SlotState,
	TargetState,
	TrafficSplit,
} from '../../../../shared/domain/target/model.ts';
import { slotNames } from '../../../../shared/domain/target/model.ts';
import { isUsable, type ServerStat } from './stat.ts';
import { sharesOf } from './weights.ts';

export type SlotVersions = Readonly<Record<SlotName, SlotVersion>>;

export interface SlotVersion {
	/** Null when nobody tells, or when servers of the slot tell different ones. */
	readonly version: string | null;
	readonly note: string | null;
}

/**
 * The split that users really get: the weights of servers that HAProxy sends requests to. A server that is down, in
 * maintenance or draining has none, whatever its weight says; backup servers have none while another is usable;
 * servers of the backend outside both slots take their part, so that the slots then do not add up to 100.
 */
export function effectiveSplit(config: HaproxyTargetConfig, servers: readonly ServerStat[]): TrafficSplit {
	const usable = servers.filter((server) => isUsable(server) && server.weight > 0);
	const active = usable.filter((server) => !server.isBackup);
	const serving = active.length > 0 ? active : usable;
	const sum = (of: readonly ServerStat[]) => of.reduce((total, server) => total + server.weight, 0);
	const ofSlot = (slot: SlotName) => sum(serving.filter((server) => belongs(config, slot, server)));
	return sharesOf({ blue: ofSlot('blue'), green: ofSlot('green') }, sum(serving));
}

/** Reasons why a split is not what the weights say, for a person. */
export function troubles(config: HaproxyTargetConfig, servers: readonly ServerStat[]): readonly string[] {
	const told: string[] = [];
	for (const slot of slotNames) {
		for (const server of serversOf(config, slot, servers)) {
			if (server.weight > 0 && !isUsable(server)) told.push(`${server.name} of ${slot} is ${server.status}`);
		}
	}
	const strangers = servers.filter(
		(server) => isUsable(server) && server.weight > 0 && !slotNames.some((slot) => belongs(config, slot, server)),
	);
	for (const server of strangers) told.push(`${server.name} is in neither slot and takes part`);
	return told;
}

/** The servers of a slot as HAProxy tells them; those that it does not have are missing. */
export function serversOf(
	config: HaproxyTargetConfig,
	slot: SlotName,
	servers: readonly ServerStat[],
): readonly ServerStat[] {
	return servers.filter((server) => belongs(config, slot, server));
}

/** Every server of the slot is there, up, and has passed a check if it has checks. */
export function isSlotUp(config: HaproxyTargetConfig, slot: SlotName, servers: readonly ServerStat[]): boolean {
	const own = serversOf(config, slot, servers);
	return own.length === config.slots[slot].length && own.length > 0 && own.every(isProven);
}

export function targetState(
	config: HaproxyTargetConfig,
	servers: readonly ServerStat[],
	versions: SlotVersions,
	at: number,
): TargetState {
	const split = effectiveSplit(config, servers);
	const slot = (name: SlotName) =>
		slotState(config, name, serversOf(config, name, servers), versions[name], split[name]);
	return { at, slots: { blue: slot('blue'), green: slot('green') }, publicUrl: config.publicUrl };
}

function slotState(
	config: HaproxyTargetConfig,
	slot: SlotName,
	own: readonly ServerStat[],
	told: SlotVersion,
	weightPercent: number,
): SlotState {
	const health = slotHealth(own, told.version);
	const sum = (pick: (server: ServerStat) => number) => own.reduce((total, server) => total + pick(server), 0);
	return {
		slot,
		version: health === 'empty' ? null : told.version,
		health,
		weightPercent,
		addresses: config.slots[slot].flatMap(({ url }) => (url === null ? [] : [url])),
		counters: own.length === 0 ? null : { requests: sum((one) => one.requests), errors: sum((one) => one.errors) },
		note: slotNote(config.slots[slot].length, own, health, told.note),
	};
}

/** A server is taken for up only once a check passed: HAProxy calls it `UP` before the first one ends. */
function isProven(server: ServerStat): boolean {
	return isUsable(server) && server.check !== 'INI';
}

/**
 * Empty is a slot in maintenance, or one where nothing listens (`L4CON`) and that has no weight or never served:
 * with weight and a history, nothing listening means that it died.
 */
function slotHealth(own: readonly ServerStat[], version: string | null): SlotHealth {
	const isVacant = (server: ServerStat) =>
		server.status.startsWith('MAINT') ||
		(!isUsable(server) && server.check === 'L4CON' && (server.weight === 0 || server.sessions === 0));
	if (own.every((server) => server.status.startsWith('MAINT'))) return 'empty';
	if (own.every(isVacant) && version === null) return 'empty';
	if (own.some((server) => isProven(server) || server.status === 'DRAIN')) return 'up';
	const isStarting = (server: ServerStat) => server.check === 'INI' || /^DOWN \d/.test(server.status);
	return own.some(isStarting) ? 'starting' : 'down';
}

function slotNote(
	configured: number,
	own: readonly ServerStat[],
	health: SlotHealth,
	told: string | null,
): string | null {
	const notes: string[] = [];
	if (own.length < configured) notes.push(`HAProxy has ${own.length} of ${configured} servers`);
	const down = own.filter((server) => !isUsable(server));
	if (health !== 'empty' && down.length > 0) {
		const names = down.map((server) => `${server.name} is ${server.status}`).join(', ');
		notes.push(`${own.length - down.length} of ${own.length} servers are up: ${names}`);
	}
	if (own.some((server) => server.status === 'no check')) notes.push('no health check configured');
	if (told !== null && health !== 'empty') notes.push(told);
	return notes.length === 0 ? null : notes.join('; ');
}

function belongs(config: HaproxyTargetConfig, slot: SlotName, server: ServerStat): boolean {
	return config.slots[slot].some((one) => one.server === server.name);
}
