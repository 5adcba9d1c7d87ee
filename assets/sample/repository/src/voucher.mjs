/**
 * Takes a voucher off a total, in cents. It never pays money out.
 * @param {number} cents
 * @param {{ percent?: number, cents?: number }} voucher
 */
export function redeem(cents, voucher) {
	const share = Math.round((cents * (voucher.percent ?? 0)) / 100);
	return Math.max(0, cents - share - (voucher.cents ?? 0));
}
