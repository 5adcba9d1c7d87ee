/** The router's words in the words of every target. */
import type { SlotName, SlotState, TargetState } from '../../../../shared/domain/target/model.ts';
import type { RouterView } from './model.ts';

/** What a router said, observed at `at` (ms since the epoch). */
export function toTargetState(view: RouterView, at: number): TargetState {
	const slot = (name: SlotName): SlotState => {
		const { version, health, weightPercent, addresses, counters, note } = view.slots[name];
		return { slot: name, version, health, weightPercent, addresses, counters, note };
	};
	return { at, slots: { blue: slot('blue'), green: slot('green') }, publicUrl: `http://127.0.0.1:${view.port}` };
}

/** A target that was never used; the public address is known only where the port is fixed. */
export function emptyTarget(port: number, at: number): TargetState {
	const slot = (name: SlotName): SlotState => ({
		slot: name,
		version: null,
		health: 'empty',
		weightPercent: 0,
		addresses: [],
		counters: null,
		note: null,
	});
	const publicUrl = port === 0 ? null : `http://127.0.0.1:${port}`;
	return { at, slots: { blue: slot('blue'), green: slot('green') }, publicUrl };
}
