/** Round instants under an axis of hours or days in one zone. Pure but for the platform's knowledge of zones. */
const hour = 3_600_000;
const day = 24 * hour;
const steps = [hour / 4, hour, 2 * hour, 4 * hour, 8 * hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day];

/** Some `wanted` of them. The zone's offset in the middle holds for all: a change within is not worth a crooked axis. */
export function timeTicks(
	span: { readonly from: number; readonly to: number },
	zone: string,
	wanted: number,
): readonly { readonly at: number; readonly label: string }[] {
	const length = span.to - span.from;
	const step = steps.find((each) => length / each <= wanted) ?? length / wanted;
	const offset = offsetOf((span.from + span.to) / 2, zone);
	const words = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		...(step < day ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { day: 'numeric', month: 'short' }),
	});
	const dayWords = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' });
	const found: { at: number; label: string }[] = [];
	for (let at = Math.ceil((span.from + offset) / step) * step - offset; at < span.to; at += step) {
		const isMidnight = step < day && (at + offset) % day === 0;
		found.push({ at, label: (isMidnight ? dayWords : words).format(at).replace('Sept', 'Sep') });
	}
	return found;
}

function offsetOf(at: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' },
	}).formatToParts(at);
	const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
	const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
	return local - Math.floor(at / 60_000) * 60_000;
}
