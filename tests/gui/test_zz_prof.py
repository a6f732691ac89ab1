import cProfile, pstats, time
from dataclasses import replace
from PySide6.QtWidgets import QApplication
from tests.gui.run_page import *
from tests.gui.conftest import *
from lungdesk.ml.training.epoch import Epoch
from lungdesk.core.jobs import Progress
from lungdesk.gui.training.run_state import Status
from lungdesk.services.draft_training import RunEpochs
def test_prof(open_window, reader, qtbot, tmp_path, monkeypatch, shared_data):
    from tests.unit.ml.real_films import few_films, write_manifest
    films = write_manifest(tmp_path / "films" / "films.csv", few_films(shared_data, {"train": 2, "val": 3, "test": 2}))
    ready_draft(films, "efficientnet_lite0", changes={"heads":[{"epochs":40}],"block":{"epochs":500}})
    page = opened(open_window(reader), qtbot)
    qtbot.wait(3000)
    import numpy as np
    from lungdesk.gui.widgets.heat_row import HeatFilm
    from PySide6.QtGui import QImage
    from PySide6.QtCore import QRectF
    im = QImage(256,256,QImage.Format.Format_Grayscale8); im.fill(90)
    ht = QImage(224,224,QImage.Format.Format_ARGB32_Premultiplied); ht.fill(0x40400000)
    page.panel.heat.show_films(tuple(HeatFilm("Normal","#ff0000","99 % Normal",False,im,ht,QRectF(0,0,1,1)) for _ in range(5)))
    runs = page.runs; runs.status = Status.RUNNING; runs.current = 0; runs._show(Status.RUNNING)
    qtbot.wait(300)
    app = QApplication.instance(); times=[]; steps=[]
    prof = cProfile.Profile()
    prof.enable()
    for n in range(1, 41):
        t=time.perf_counter()
        runs._on_told(runs._control, RunEpochs(0, (Epoch("head","-0",n,40,1/n,.5,1/n,.5,.3),), False))
        page.presenter._show_moving(); steps.append(time.perf_counter()-t)
        app.processEvents(); times.append(time.perf_counter()-t)
    prof.disable()
    print("MS", sorted(round(1e3*t,1) for t in times)[-8:], "med", sorted(times)[20]*1e3, "handler", sorted(steps)[20]*1e3)
    pstats.Stats(prof).sort_stats("tottime").print_stats(14)
    runs.status = Status.IDLE; runs.current=None
