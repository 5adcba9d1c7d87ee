/** Clocks of hosts, which are not ours. */

export interface HostClock {
	/** How far it is ahead of ours, by the host's last answer that told it, ms; 0 before. */
	clockSkewMs(): number;
}

/** Whatever a host says about its clock. */
const longestLagMs = 24 * 60 * 60 * 1000;

/** How far it is behind ours, ms: such a host lists what happens from now on under times that we have already been at. */
export function lagOf(clock: HostClock): number {
	return Math.min(longestLagMs, Math.max(0, -clock.clockSkewMs()));
}
