/** Which version of the sample is "the new one" that the sliders make worse. */
import { slotNames, type TargetState } from '../../../shared/domain/target/model.ts';

/** What stands at the start; it is never made worse. */
export const firstVersion = '2.3.1';

function isNewer(left: string, right: string): boolean {
	return left.localeCompare(right, 'en', { numeric: true }) > 0;
}

/** The newest version that runs, or null while only the first one does. */
export function newestVersion(state: TargetState): string | null {
	let newest = firstVersion;
	for (const slot of slotNames) {
		const { version } = state.slots[slot];
		if (version !== null && isNewer(version, newest)) newest = version;
	}
	return newest === firstVersion ? null : newest;
}
