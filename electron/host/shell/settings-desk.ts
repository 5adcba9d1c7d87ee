/** The settings of this run, told to whoever listens. */
import { fail, ok } from '../../../shared/domain/result.ts';
import { defaultShellSettings, shellSettings } from '../../../shared/shell/settings.ts';
import type { SettingsDesk } from './desk.ts';

export function createSettingsDesk(): SettingsDesk {
	let settings = defaultShellSettings;
	const listeners = new Set<Parameters<SettingsDesk['onChange']>[0]>();
	return {
		current: () => settings,
		problem: () => null,
		change(change) {
			const parsed = shellSettings.safeParse({ ...settings, ...change });
			if (!parsed.success) {
				return fail('invalid-input', 'This setting cannot be kept, so nothing was changed.', 'Look at the field.');
			}
			settings = parsed.data;
			for (const listen of listeners) listen(settings);
			return ok(settings);
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
