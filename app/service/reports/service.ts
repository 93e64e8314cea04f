/** Files made from stored runs: JSON and CSV for programs, HTML for people. The layouts are in docs/EXPORT-FORMATS.md. */
import { AppError } from '../../errors.ts';
import { fileStem } from '../file-stem.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../contract/exports.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { ReportService } from '../types.ts';
import { csvExport } from './csv.ts';
import { htmlReport } from './html.ts';
import { jsonExport } from './json.ts';
import { probesCsvExport } from './probes-csv.ts';
import type { Sources } from './sources.ts';

const stemOf = (details: readonly RunDetail[]): string =>
  details.length === 1 ? fileStem(details[0]!.name) : `comparison-of-${details.length}-runs`;

/** A file about some runs. */
interface ReportFormat {
  contentType: string;
  /** What its name ends with. */
  ending: string;
  /** In pieces, so that large ones stream. */
  make(sources: Sources, details: readonly RunDetail[], version: string): Iterable<string>;
}

/** By format; the compiler refuses one that is missing. */
const FORMATS: Readonly<Record<ExportFormat, ReportFormat>> = {
  html: { contentType: 'text/html; charset=utf-8', ending: '.html', make: htmlReport },
  csv: {
    ...{ contentType: 'text/csv; charset=utf-8', ending: '.csv' },
    make: ({ runs }, details) => csvExport(runs, details),
  },
  'probes-csv': {
    ...{ contentType: 'text/csv; charset=utf-8', ending: '-probes.csv' },
    make: ({ probes }, details) => probesCsvExport(probes, details),
  },
  json: { contentType: 'application/json; charset=utf-8', ending: '.json', make: jsonExport },
};

/** The service over the runs of one database; `version` is that of the program. */
export const createReportService = ({ runs, probes }: Sources, { version }: { version: string }): ReportService => ({
  export(refs, format) {
    if (!EXPORT_FORMATS.includes(format))
      throw new AppError(
        'invalid-input',
        `format is ${JSON.stringify(format)}; allowed: ${EXPORT_FORMATS.join(', ')}.`,
      );
    const ids = [...new Set(refs.map((ref) => runs.resolve(ref).id))];
    if (ids.length === 0) throw new AppError('invalid-input', 'An export needs at least one run; none was given.');
    const details = ids.map((id) => runs.get(id));
    const { contentType, ending, make } = FORMATS[format];
    const content = make({ runs, probes }, details, version);
    return { fileName: `normscope-${stemOf(details)}${ending}`, contentType, content };
  },
});
