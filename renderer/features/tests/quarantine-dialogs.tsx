/** Takes a test's failures out of the way for a while, with somebody who looks after it, and ends that. */
import { type ReactElement, useState } from 'react';
import type { TestRow } from '../../../shared/domain/tests/model.ts';
import { useDeliveryCommands, useRoom } from '../../store/hooks.ts';
import { OneOf } from '../../ui/choice.tsx';
import { useNow } from '../../ui/clock.tsx';
import { Field } from '../../ui/field.tsx';
import type { Result } from '../../../shared/domain/result.ts';
import { useZoned } from '../delivery/use-short-time.ts';
import { ReasonDialog } from '../pipeline/reason-dialog.tsx';
import styles from './tests.module.css';

const day = 86_400_000;
/** At most 90 days: a quarantine without an end is a test that was deleted slowly. */
const spans = [
	{ id: '7', label: '7 days' },
	{ id: '14', label: '14 days' },
	{ id: '30', label: '30 days' },
	{ id: '90', label: '90 days' },
] as const;

interface DialogProps {
	readonly row: TestRow;
	readonly onDone: () => void;
	readonly onClose: () => void;
}

export function QuarantineDialog({ row, onDone, onClose }: DialogProps): ReactElement {
	const { quarantine } = useDeliveryCommands();
	const now = useNow(60_000);
	const zone = useRoom((room) => room.delivery.zone);
	const zoned = useZoned(zone);
	const [owner, setOwner] = useState(row.quarantine?.owner ?? '');
	const [ticket, setTicket] = useState(row.quarantine?.ticket ?? '');
	const [days, setDays] = useState<(typeof spans)[number]['id']>('14');
	const expiresAt = now + Number(days) * day;
	return (
		<ReasonDialog
			title="Quarantine a test"
			submit={`Quarantine for ${spans.find(({ id }) => id === days)?.label ?? ''}`}
			hint="It stands beside the test, with your name, until the quarantine ends."
			missing={owner.trim() === '' ? 'Somebody must own it.' : null}
			onClose={onClose}
			onSubmit={(reason) =>
				whenDone(
					quarantine({
						service: row.service,
						test: row.test,
						file: row.file,
						owner: owner.trim(),
						reason,
						ticket: ticket.trim() === '' ? null : ticket.trim(),
						expiresAt,
					}),
					onDone,
				)
			}
		>
			<p className={styles.dialogText}>
				<span className="mono">{row.test}</span> goes on to run and to report. From the next run on its failures close
				no gate, and fail no run where the test runner reads the quarantine file (<code>tests.quarantine</code>).
			</p>
			<Field
				label="Owner"
				value={owner}
				onChange={setOwner}
				maxLength={200}
				description="Who makes it trustworthy again."
			/>
			<Field label="Ticket (if there is one)" value={ticket} onChange={setTicket} maxLength={500} />
			<OneOf label="For how long" options={spans} value={days} onChange={setDays} />
			<p className={styles.until}>
				Until {zoned(expiresAt)} ({zone}); after that it counts again by itself.
			</p>
		</ReasonDialog>
	);
}

export function EndQuarantineDialog({ row, onDone, onClose }: DialogProps): ReactElement {
	const { endQuarantine } = useDeliveryCommands();
	return (
		<ReasonDialog
			title="End the quarantine"
			submit="End the quarantine"
			onClose={onClose}
			onSubmit={(reason) => whenDone(endQuarantine({ service: row.service, test: row.test, reason }), onDone)}
		>
			<p className={styles.dialogText}>
				<span className="mono">{row.test}</span> counts again from the next run on. It was quarantined because:{' '}
				{row.quarantine?.reason ?? 'nobody said why'}
			</p>
		</ReasonDialog>
	);
}

async function whenDone<T>(asked: Promise<Result<T>>, onDone: () => void): Promise<Result<T>> {
	const result = await asked;
	if (result.ok) onDone();
	return result;
}
