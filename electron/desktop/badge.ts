/** Badge, progress and flashing of the dock or taskbar: needs as a number, what ships as a bar. */
import type { App, BrowserWindow, NativeImage } from 'electron';
import type { Attention, ShippingLine } from '../../shared/shell/attention.ts';
import type { AttentionFeed } from './attention-feed.ts';

type BadgeWindow = Pick<
	BrowserWindow,
	'setProgressBar' | 'setOverlayIcon' | 'flashFrame' | 'isFocused' | 'isDestroyed'
>;

export interface ShellBadgeDeps {
	readonly app: Pick<App, 'setBadgeCount' | 'on' | 'off'>;
	readonly windows: () => readonly BadgeWindow[];
	readonly platform: string;
	readonly attention: Pick<AttentionFeed, 'current' | 'subscribe'>;
	/** Laid over the taskbar's button on Windows, which has no badge, while somebody is needed. */
	readonly overlay: NativeImage | null;
}

/** `value`: as `setProgressBar` takes it: below 0 none, above 1 without an end in sight. */
export interface Progress {
	readonly value: number;
	readonly mode: 'none' | 'normal' | 'paused' | 'error' | 'indeterminate';
}

export function createShellBadge(deps: ShellBadgeDeps): { close(): void } {
	const { app, attention, windows, platform, overlay } = deps;
	let count = 0;
	const dress = (now: Attention) => {
		const { value, mode } = progressOf(now.shipping);
		const needs = now.needs.now + now.needs.soon;
		for (const window of windows()) {
			if (window.isDestroyed()) continue;
			window.setProgressBar(value, { mode });
			if (platform === 'win32') window.setOverlayIcon(needs > 0 ? overlay : null, needs > 0 ? now.summary : '');
		}
	};
	const dressNew = () => {
		const now = attention.current();
		if (now !== null) dress(now);
	};
	const calm = (_event: unknown, window: BadgeWindow) => window.flashFrame(false);
	app.on('browser-window-created', dressNew);
	app.on('browser-window-focus', calm);
	const leave = attention.subscribe((now, before) => {
		const needs = now.needs.now + now.needs.soon;
		if (needs !== count) app.setBadgeCount(needs);
		count = needs;
		dress(now);
		if (before !== null && isMoreUrgent(now, before)) flash(windows());
	});
	return {
		close() {
			leave();
			app.off('browser-window-created', dressNew);
			app.off('browser-window-focus', calm);
			if (count > 0) app.setBadgeCount(0);
		},
	};
}

/** One bar for everything in flight: the mean of what is known, and the tone of what is worst. */
export function progressOf(shipping: readonly ShippingLine[]): Progress {
	if (shipping.length === 0) return { value: -1, mode: 'none' };
	const known = shipping.map(({ progress }) => progress).filter((progress) => progress !== null);
	const mean = known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length;
	const has = (tone: ShippingLine['tone']) => shipping.some((line) => line.tone === tone);
	// A whole bar in the colour of trouble: a bar without an end in sight has no colour.
	if (has('trouble')) return { value: mean ?? 1, mode: 'error' };
	if (mean === null) return { value: 2, mode: 'indeterminate' };
	return { value: mean, mode: has('waiting') ? 'paused' : 'normal' };
}

function isMoreUrgent(now: Attention, before: Attention): boolean {
	return now.urgentIds.some((id) => !before.urgentIds.includes(id));
}

function flash(windows: readonly BadgeWindow[]): void {
	const open = windows.filter((window) => !window.isDestroyed());
	if (open.some((window) => window.isFocused())) return;
	open[0]?.flashFrame(true);
}
