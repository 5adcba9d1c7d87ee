import { Pin } from 'lucide-react';
import type { ReactElement } from 'react';
import { addresses } from '../../store/address.ts';
import { useStores } from '../../store/context.tsx';
import { useDesk, usePipeline } from '../../store/hooks.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { shortHeadline } from './run-headline.ts';
import styles from './board-cell.module.css';
import type { BoardRow } from './board-model.ts';

/** The head of a row: the service, who owns it, and its pin. */
export function ServiceCell({ row }: { readonly row: BoardRow }): ReactElement {
	const { desk } = useStores();
	const pinned = useDesk((state) => state.preferences.pinned);
	function togglePin(): void {
		const others = pinned.filter((name) => name !== row.service);
		desk.prefer({ pinned: row.isPinned ? others : [...others, row.service] });
	}
	return (
		<div className={styles.service}>
			<a href={addresses.service(row.service)} className={styles.stop} data-stop tabIndex={-1}>
				<b>{row.service}</b>
			</a>
			<button
				type="button"
				tabIndex={-1}
				data-does="pin"
				data-on={row.isPinned}
				className={styles.pin}
				aria-pressed={row.isPinned}
				aria-label={`Pin ${row.service}`}
				title={row.isPinned ? 'Let go (P)' : 'Pin to the top (P)'}
				onClick={togglePin}
			>
				<Pin size={13} />
			</button>
			<small className={styles.small}>{row.owner ?? row.project}</small>
			<NewestRun service={row.service} />
		</div>
	);
}

/** "Commit failed: unit tests, 4 min": the newest run of the service's pipeline, where it has one. */
function NewestRun({ service }: { readonly service: string }): ReactElement | null {
	const run = usePipeline(service, ({ latest }) => latest);
	if (run === null) return null;
	const { tone, word } = shortHeadline(run);
	return (
		<small className={styles.run} title={run.headline}>
			<Glyph tone={tone} size={10} />
			<span className={styles.runWords}>
				<span className="hidden-text">pipeline: </span>
				{word}
			</span>
			<Time at={run.finishedAt ?? run.createdAt} form="since" className={styles.age} />
		</small>
	);
}
