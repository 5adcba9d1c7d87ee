import type { ReactElement } from 'react';
import { useClient } from '../../store/hooks.ts';
import { useShow } from '../../store/show-context.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useCopyDiagnostics } from '../deployment/use-copy-diagnostics.ts';
import { Section } from './section.tsx';
import styles from './settings.module.css';
import { useAsked } from './use-asked.ts';
import type { SectionProps } from './window-sections.tsx';

/** What helps when something is wrong, and what tells how things work. */
export function HelpSection({ view, isLocked }: SectionProps): ReactElement {
	const copyDiagnostics = useCopyDiagnostics();
	const show = useShow();
	const client = useClient();
	const { state, ask } = useAsked();
	return (
		<Section
			title="Logs and help"
			about="Diagnostics are for a bug report: versions, connections and the last errors, without secrets."
		>
			<div className={styles.row}>
				<Button isDisabled={isLocked} onPress={copyDiagnostics}>
					Copy diagnostics
				</Button>
				{view.can.showLogs && (
					<Button isDisabled={isLocked} onPress={() => void ask(client.shell.showLogs())}>
						Show logs
					</Button>
				)}
			</div>
			{state.kind === 'failed' && <Problem problem={state.problem} compact />}
			<div className={styles.row}>
				<Button onPress={() => show('keys')} keys="?">
					Keyboard reference
				</Button>
				<Button isDisabled={isLocked} onPress={() => show('tour')}>
					Tour of the sample
				</Button>
				<Button onPress={() => show('about')}>About Signalbox</Button>
			</div>
		</Section>
	);
}
