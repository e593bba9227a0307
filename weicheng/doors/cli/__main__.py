import sys

from weicheng.doors.cli.main import main

sys.exit(main())
