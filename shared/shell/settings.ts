/** What a person may set about the control room itself; what is deployed and judged stands in `signalbox.yaml` instead. */
import { z } from 'zod';

/** A time of day on this machine, `HH:MM`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 22:00');

export const notificationKinds = ['verdict', 'approval', 'finished', 'failed'] as const;
/** What a notification is about. `failed` includes everything that needs a person at once. */
export type NotificationKind = (typeof notificationKinds)[number];

export const shellSettings = z.strictObject({
	appearance: z.enum(['system', 'light', 'dark']).default('system'),
	/** 1 is the size as drawn. */
	zoom: z.number().min(0.5).max(3).default(1),
	notifications: z
		.strictObject({
			enabled: z.boolean().default(true),
			kinds: z.array(z.enum(notificationKinds)).default([...notificationKinds]),
		})
		.prefault({}),
	quietHours: z
		.strictObject({
			enabled: z.boolean().default(false),
			from: timeOfDay.default('22:00'),
			to: timeOfDay.default('07:00'),
			/** Days on which quiet hours begin, 0 is Sunday. */
			days: z.array(z.int().min(0).max(6)).default([0, 1, 2, 3, 4, 5, 6]),
			/** Whether `failed` is shown all the same. */
			letFailuresThrough: z.boolean().default(true),
		})
		.prefault({}),
	tray: z
		.strictObject({
			/** Stay in the tray when the last window is closed though nothing ships. While something ships we always stay. */
			keepRunning: z.boolean().default(false),
		})
		.prefault({}),
	power: z
		.strictObject({
			/** Keep the machine from sleeping while something ships. */
			keepAwake: z.boolean().default(true),
		})
		.prefault({}),
	network: z
		.strictObject({
			/** `system`: the environment's HTTPS_PROXY, HTTP_PROXY and NO_PROXY, else what the system says. */
			proxy: z.enum(['system', 'direct', 'manual']).default('system'),
			/** For `manual`: `http://host:port`. Never with a password in it. */
			proxyUrl: z.string().max(2_000).default(''),
			/** For `manual`: hosts that are asked directly, as in NO_PROXY. */
			noProxy: z.string().max(4_000).default(''),
			/** PEM file of further certificate authorities; empty for none. */
			certificateAuthorities: z.string().max(4_096).default(''),
		})
		.prefault({}),
	updates: z
		.strictObject({
			automatic: z.boolean().default(true),
			channel: z.enum(['stable', 'beta']).default('stable'),
		})
		.prefault({}),
	tourSeen: z.boolean().default(false),
});
export type ShellSettings = z.output<typeof shellSettings>;

/** What every setting is before a person changes it. */
export const defaultShellSettings: ShellSettings = shellSettings.parse({});

/** A change: whole groups are replaced, what is not named stays. */
export const shellSettingsChange = z.strictObject({
	appearance: shellSettings.shape.appearance.unwrap().optional(),
	zoom: shellSettings.shape.zoom.unwrap().optional(),
	notifications: shellSettings.shape.notifications.unwrap().optional(),
	quietHours: shellSettings.shape.quietHours.unwrap().optional(),
	tray: shellSettings.shape.tray.unwrap().optional(),
	power: shellSettings.shape.power.unwrap().optional(),
	network: shellSettings.shape.network
		.unwrap()
		// Settings are a plain file. Those that are read are not checked for it: `routesFor` refuses such a proxy.
		.refine(({ proxyUrl }) => !proxyUrl.includes('@'), {
			path: ['proxyUrl'],
			message: 'leave out the name and the password of the proxy; put them into HTTPS_PROXY',
		})
		.optional(),
	updates: shellSettings.shape.updates.unwrap().optional(),
	tourSeen: z.boolean().optional(),
});
export type ShellSettingsChange = z.input<typeof shellSettingsChange>;
