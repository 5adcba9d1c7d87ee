/** What serves in one slot, and how that is told. */
import type { SlotHealth } from '../../../../shared/domain/target/model.ts';
import { addressOf, type Instance } from './instance.ts';
import type { RunSpec } from './model.ts';

/** The version in service and its processes. */
export interface Service {
	readonly version: string;
	readonly spec: RunSpec;
	readonly instances: Instance[];
	restarts: number;
}

export interface ServiceView {
	readonly version: string | null;
	readonly health: SlotHealth;
	readonly addresses: string[];
	readonly note: string | null;
}

/** `startingVersion` is a version whose processes are being started; null when none is. */
export function viewOf(service: Service | null, startingVersion: string | null): ServiceView {
	if (service !== null) {
		const health = upIn(service).length > 0 ? 'up' : 'down';
		const addresses = service.instances.map(addressOf);
		return { version: service.version, health, addresses, note: noteOf(service, startingVersion) };
	}
	if (startingVersion === null) return { version: null, health: 'empty', addresses: [], note: null };
	return { version: startingVersion, health: 'starting', addresses: [], note: `${startingVersion} is starting` };
}

/** The processes that can answer users. */
export function upIn(service: Service | null): readonly Instance[] {
	return service?.instances.filter((instance) => instance.health === 'up') ?? [];
}

function noteOf(service: Service, startingVersion: string | null): string | null {
	const up = upIn(service).length;
	const total = service.instances.length;
	const notes = [
		...(up === total ? [] : [`${up} of ${total} processes ${up === 1 ? 'is' : 'are'} up`]),
		...(service.restarts === 0 ? [] : [`restarted ${service.restarts} ${service.restarts === 1 ? 'time' : 'times'}`]),
		...(startingVersion === null ? [] : [`${startingVersion} is starting beside it`]),
	];
	return notes.length === 0 ? null : notes.join(', ');
}
