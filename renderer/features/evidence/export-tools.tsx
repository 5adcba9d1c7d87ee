/** The evidence out of the window: for a chat, for a ticket, for a program. */
import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import type { EvidenceInput } from '../../../shared/domain/health/evidence/document.ts';
import { evidenceJson } from '../../../shared/domain/health/evidence/to-json.ts';
import { evidenceMarkdown } from '../../../shared/domain/health/evidence/to-markdown.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { fileName, saveFile } from '../../ui/save-file.ts';
import { ToolButton } from '../../ui/tool-button.tsx';
import styles from './evidence.module.css';

function nameOf({ deployment }: EvidenceInput, ending: string): string {
	const { service, environment, release } = deployment;
	return fileName(['evidence', service, environment, release.version], ending);
}

/** `make` is asked at the click, so that what is exported is what stands on the screen then. */
export function ExportTools({ make }: { readonly make: () => EvidenceInput }): ReactElement {
	const icon = <Download size={13} aria-hidden="true" />;
	return (
		<div className={styles.tools}>
			<CopyButton label="Copy evidence" done="Evidence copied as Markdown" make={() => evidenceMarkdown(make())} />
			<ToolButton
				icon={icon}
				onClick={() => {
					const input = make();
					saveFile(nameOf(input, 'md'), evidenceMarkdown(input), 'text/markdown');
				}}
			>
				Save Markdown
			</ToolButton>
			<ToolButton
				icon={icon}
				onClick={() => {
					const input = make();
					saveFile(nameOf(input, 'json'), evidenceJson(input), 'application/json');
				}}
			>
				Save JSON
			</ToolButton>
		</div>
	);
}
