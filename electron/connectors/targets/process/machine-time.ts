/** A clock that all processes of one machine share and that never jumps; used for deadlines that cross the socket. */

/** Milliseconds since the machine started, roughly; the same in every process. */
export function machineTime(): number {
	return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

/** Header with the machine time after which a request must not be acted upon any more. */
export const deadlineHeader = 'x-signalbox-deadline';
