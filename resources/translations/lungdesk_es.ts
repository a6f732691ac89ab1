<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>LungDesk</name>
    <message>
        <source>    {name} against normal</source>
        <translation>    {name} frente a normal</translation>
    </message>
    <message>
        <source> (95 % interval {low:.3f} to {high:.3f})</source>
        <translation> (intervalo del 95 %: de {low:.3f} a {high:.3f})</translation>
    </message>
    <message>
        <source> (frame {frame})</source>
        <translation> (fotograma {frame})</translation>
    </message>
    <message>
        <source> (one of {count}; Load presentation shows the next)</source>
        <translation> (uno de {count}; «Cargar presentación» muestra el siguiente)</translation>
    </message>
    <message>
        <source> ({current} of {count})</source>
        <translation> ({current} de {count})</translation>
    </message>
    <message>
        <source> Above its operating point: {listed}.</source>
        <translation> Por encima de su punto de operación: {listed}.</translation>
    </message>
    <message>
        <source> Also above its operating point: {listed}.</source>
        <translation> También por encima de su punto de operación: {listed}.</translation>
    </message>
    <message>
        <source> In {percent} of such readings one of these was true: {listed}.</source>
        <translation> En el {percent} de tales lecturas, la verdadera era una de estas: {listed}.</translation>
    </message>
    <message>
        <source> The model that ships with LungDesk reads the films now.</source>
        <translation> El modelo que trae LungDesk lee ahora las radiografías.</translation>
    </message>
    <message>
        <source> The newest copy is {newest}.</source>
        <translation> La copia más reciente es {newest}.</translation>
    </message>
    <message>
        <source> What was there is kept as {name}.</source>
        <translation> Lo que había se conserva como {name}.</translation>
    </message>
    <message>
        <source> after {done:,} of {total:,} films</source>
        <translation> tras {done:,} de {total:,} radiografías</translation>
    </message>
    <message>
        <source> and reads the films from now on</source>
        <translation> y lee las radiografías desde ahora</translation>
    </message>
    <message>
        <source> or </source>
        <translation> o </translation>
    </message>
    <message>
        <source> {count} could not be read and are left out.</source>
        <translation> {count} no se pudieron leer y se omiten.</translation>
    </message>
    <message>
        <source> {learnt:,} are left out: the model has learnt from them, or from these patients.</source>
        <translation> Se omiten {learnt:,}: el modelo ha aprendido de ellas, o de estos pacientes.</translation>
    </message>
    <message>
        <source> {left_out:,} of other classes are left out.</source>
        <translation> Se omiten {left_out:,} de otras clases.</translation>
    </message>
    <message>
        <source>&amp;About LungDesk</source>
        <translation>&amp;Acerca de LungDesk</translation>
    </message>
    <message>
        <source>&amp;Adapt to this hospital…</source>
        <translation>&amp;Adaptar a este hospital…</translation>
    </message>
    <message>
        <source>&amp;Angle</source>
        <translation>Á&amp;ngulo</translation>
    </message>
    <message>
        <source>&amp;Back up the workspace…</source>
        <translation>Copia de &amp;seguridad del espacio de trabajo…</translation>
    </message>
    <message>
        <source>&amp;Blinded first read</source>
        <translation>&amp;Primera lectura a ciegas</translation>
    </message>
    <message>
        <source>&amp;Bring back unsaved work…</source>
        <translation>Recuperar traba&amp;jo no guardado…</translation>
    </message>
    <message>
        <source>&amp;Classify a folder…</source>
        <translation>&amp;Clasificar una carpeta…</translation>
    </message>
    <message>
        <source>&amp;Close all films</source>
        <translation>Cerrar &amp;todas las radiografías</translation>
    </message>
    <message>
        <source>&amp;Cobb angle</source>
        <translation>Ángulo de &amp;Cobb</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Comandos…</translation>
    </message>
    <message>
        <source>&amp;Compare runs…</source>
        <translation>&amp;Comparar ejecuciones…</translation>
    </message>
    <message>
        <source>&amp;Curves</source>
        <translation>&amp;Curvas</translation>
    </message>
    <message>
        <source>&amp;DICOM results to…</source>
        <translation>Resultados &amp;DICOM en…</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Oscuro</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>El&amp;iminar</translation>
    </message>
    <message>
        <source>&amp;Diagnostics…</source>
        <translation>&amp;Diagnóstico…</translation>
    </message>
    <message>
        <source>&amp;Ellipse</source>
        <translation>&amp;Elipse</translation>
    </message>
    <message>
        <source>&amp;Errors</source>
        <translation>&amp;Errores</translation>
    </message>
    <message>
        <source>&amp;Evaluate a model…</source>
        <translation>E&amp;valuar un modelo…</translation>
    </message>
    <message>
        <source>&amp;Export picture…</source>
        <translation>Exportar image&amp;n…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Fit to window</source>
        <translation>A&amp;justar a la ventana</translation>
    </message>
    <message>
        <source>&amp;Freehand region</source>
        <translation>Región a &amp;mano alzada</translation>
    </message>
    <message>
        <source>&amp;Heatmap</source>
        <translation>&amp;Mapa de calor</translation>
    </message>
    <message>
        <source>&amp;Heatmap beside the film</source>
        <translation>&amp;Mapa de calor junto a la radiografía</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;Hide whose films these are</source>
        <translation>&amp;Ocultar de quién son las radiografías</translation>
    </message>
    <message>
        <source>&amp;Identity: name, ID, birth date, name of the file</source>
        <translation>&amp;Identidad: nombre, ID, nacimiento, archivo</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>Inv&amp;ertir tonos</translation>
    </message>
    <message>
        <source>&amp;Key image</source>
        <translation>Imagen &amp;clave</translation>
    </message>
    <message>
        <source>&amp;Length</source>
        <translation>&amp;Longitud</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Claro</translation>
    </message>
    <message>
        <source>&amp;Load presentation</source>
        <translation>Cargar p&amp;resentación</translation>
    </message>
    <message>
        <source>&amp;Mark read, next</source>
        <translation>&amp;Marcar leído y siguiente</translation>
    </message>
    <message>
        <source>&amp;Matrix</source>
        <translation>&amp;Matriz</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Medir</translation>
    </message>
    <message>
        <source>&amp;Measurements</source>
        <translation>Me&amp;didas</translation>
    </message>
    <message>
        <source>&amp;Next film</source>
        <translation>Radiografía &amp;siguiente</translation>
    </message>
    <message>
        <source>&amp;Next unread</source>
        <translation>Siguiente sin &amp;leer</translation>
    </message>
    <message>
        <source>&amp;Open films…</source>
        <translation>&amp;Abrir radiografías…</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>&amp;Preferencias…</translation>
    </message>
    <message>
        <source>&amp;Previous film</source>
        <translation>Radiografía a&amp;nterior</translation>
    </message>
    <message>
        <source>&amp;Prior beside</source>
        <translation>&amp;Anterior al lado</translation>
    </message>
    <message>
        <source>&amp;Privacy mode</source>
        <translation>Mo&amp;do de privacidad</translation>
    </message>
    <message>
        <source>&amp;Probe</source>
        <translation>&amp;Sonda</translation>
    </message>
    <message>
        <source>&amp;Quality of the film</source>
        <translation>&amp;Calidad de la radiografía</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Reader</source>
        <translation>&amp;Lector</translation>
    </message>
    <message>
        <source>&amp;Reading</source>
        <translation>Le&amp;ctura</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Re&amp;hacer</translation>
    </message>
    <message>
        <source>&amp;Restore the workspace…</source>
        <translation>&amp;Restaurar el espacio de trabajo…</translation>
    </message>
    <message>
        <source>&amp;Save presentation…</source>
        <translation>&amp;Guardar presentación…</translation>
    </message>
    <message>
        <source>&amp;Swipe compare</source>
        <translation>Comparar con cor&amp;tina</translation>
    </message>
    <message>
        <source>&amp;Tables</source>
        <translation>&amp;Tablas</translation>
    </message>
    <message>
        <source>&amp;Technique: study, view, exposure</source>
        <translation>&amp;Técnica: estudio, proyección, exposición</translation>
    </message>
    <message>
        <source>&amp;Test the map of</source>
        <translation>&amp;Poner a prueba el mapa de</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>&amp;Texto</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Visita guiada</translation>
    </message>
    <message>
        <source>&amp;Train a model…</source>
        <translation>&amp;Entrenar un modelo…</translation>
    </message>
    <message>
        <source>&amp;True size</source>
        <translation>&amp;Tamaño real</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>&amp;User guide</source>
        <translation>&amp;Guía del usuario</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Window…</source>
        <translation>&amp;Ventana…</translation>
    </message>
    <message>
        <source>&amp;Words and measurements</source>
        <translation>&amp;Textos y medidas</translation>
    </message>
    <message>
        <source>&amp;Worklist…</source>
        <translation>Lista de &amp;trabajo…</translation>
    </message>
    <message>
        <source>, computing intervals…</source>
        <translation>, calculando intervalos…</translation>
    </message>
    <message>
        <source>, inner ZIP files not opened: {archives:,}</source>
        <translation>, archivos ZIP interiores sin abrir: {archives:,}</translation>
    </message>
    <message>
        <source>, {masks:,} masks or maps passed over</source>
        <translation>, {masks:,} máscaras o mapas pasados por alto</translation>
    </message>
    <message>
        <source>, {share} read rightly</source>
        <translation>, {share} bien leídas</translation>
    </message>
    <message>
        <source>, {total:,} left out</source>
        <translation>, {total:,} omitidas</translation>
    </message>
    <message>
        <source>1 could not be read</source>
        <translation>1 no se pudo leer</translation>
    </message>
    <message>
        <source>1 film took no part, because: {message}</source>
        <translation>1 radiografía no participó, porque: {message}</translation>
    </message>
    <message>
        <source>1 of them as a copy</source>
        <translation>1 de ellas como copia</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 lugar</translation>
    </message>
    <message>
        <source>1 refused</source>
        <translation>1 rechazada</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 ejecución</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − especificidad</translation>
    </message>
    <message>
        <source>90 % sensitivity on val</source>
        <translation>Sensibilidad del 90 % en validación</translation>
    </message>
    <message>
        <source>: install the package {package}</source>
        <translation>: instale el paquete {package}</translation>
    </message>
    <message>
        <source>: no absolute scale is known of this model (“lungdesk models calibrate” measures it)</source>
        <translation>: no se conoce una escala absoluta de este modelo («lungdesk models calibrate» la mide)</translation>
    </message>
    <message>
        <source>: {names} ({number} of {count})</source>
        <translation>: {names} ({number} de {count})</translation>
    </message>
    <message>
        <source>A PNG or JPEG picture, beside the institution</source>
        <translation>Una imagen PNG o JPEG, junto a la institución</translation>
    </message>
    <message>
        <source>A bank card, 85.6 mm wide</source>
        <translation>Una tarjeta bancaria, de 85.6 mm de ancho</translation>
    </message>
    <message>
        <source>A bar for each class. The tick is the point from which on it counts as a finding; “Uncertain” means that no class gets there. Click a class to have it explained. It knows these five answers only: a film with anything else, such as masses, gets one of them all the same.</source>
        <translation>Una barra por clase. La marca es el punto desde el que cuenta como hallazgo; «Incierto» significa que ninguna clase llega a él. Haga clic en una clase para que se explique. Solo conoce estas cinco respuestas: una radiografía con otra cosa, como masas, recibe de todos modos una de ellas.</translation>
    </message>
    <message>
        <source>A class is missing in a part</source>
        <translation>Falta una clase en una parte</translation>
    </message>
    <message>
        <source>A common reference, of medium size.</source>
        <translation>Una referencia habitual, de tamaño medio.</translation>
    </message>
    <message>
        <source>A few films are read and a few steps trained, to see how long all of them take.</source>
        <translation>Se leen unas pocas radiografías y se entrenan unos pocos pasos, para ver cuánto tardan todos.</translation>
    </message>
    <message>
        <source>A file</source>
        <translation>Un archivo</translation>
    </message>
    <message>
        <source>A film is read as {name} where its probability is at least {threshold:.3f}, otherwise as the most probable of the other classes.</source>
        <translation>Una radiografía se lee como {name} si su probabilidad es al menos {threshold:.3f}; si no, como la más probable de las otras clases.</translation>
    </message>
    <message>
        <source>A first look in minutes: only a last layer, the head, learns.</source>
        <translation>Una primera prueba en minutos: solo aprende la última capa, el cabezal.</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>Una carpeta</translation>
    </message>
    <message>
        <source>A folder is being classified already.</source>
        <translation>Ya se está clasificando una carpeta.</translation>
    </message>
    <message>
        <source>A folder is being classified into the workspace, so it cannot be restored now.</source>
        <translation>Se está clasificando una carpeta en el espacio de trabajo, así que ahora no se puede restaurar.</translation>
    </message>
    <message>
        <source>A larger size shows smaller signs; the time grows with its square.</source>
        <translation>Un tamaño mayor muestra signos más pequeños; el tiempo crece con su cuadrado.</translation>
    </message>
    <message>
        <source>A little larger than Lite0, and a little slower.</source>
        <translation>Un poco mayor que Lite0, y un poco más lenta.</translation>
    </message>
    <message>
        <source>A map explains the model, not the patient.</source>
        <translation>Un mapa explica el modelo, no al paciente.</translation>
    </message>
    <message>
        <source>A multiple of 32, such as 320</source>
        <translation>Un múltiplo de 32, por ejemplo 320</translation>
    </message>
    <message>
        <source>A part of the split is missing</source>
        <translation>Falta una parte de la partición</translation>
    </message>
    <message>
        <source>A report on a batch tells what the model has found, before you have said what you see.</source>
        <translation>Un informe de un lote dice lo que ha encontrado el modelo, antes de que usted haya dicho lo que ve.</translation>
    </message>
    <message>
        <source>A report to look at, save and print</source>
        <translation>Un informe para ver, guardar e imprimir</translation>
    </message>
    <message>
        <source>A ruler</source>
        <translation>Una regla</translation>
    </message>
    <message>
        <source>A threshold chosen on the films it is measured on flatters itself. Choose it on val, and measure it here.</source>
        <translation>Un umbral elegido con las radiografías en las que se mide se favorece a sí mismo. Elíjalo en validación y mídalo aquí.</translation>
    </message>
    <message>
        <source>A training runs. Close LungDesk?</source>
        <translation>Hay un entrenamiento en curso. ¿Cerrar LungDesk?</translation>
    </message>
    <message>
        <source>A training runs. What shall become of it?</source>
        <translation>Hay un entrenamiento en curso. ¿Qué debe hacerse con él?</translation>
    </message>
    <message>
        <source>A&amp;greement with readers…</source>
        <translation>Concor&amp;dancia con lectores…</translation>
    </message>
    <message>
        <source>AUROC inside</source>
        <translation>AUROC interna</translation>
    </message>
    <message>
        <source>About LungDesk</source>
        <translation>Acerca de LungDesk</translation>
    </message>
    <message>
        <source>About {words}</source>
        <translation>Unos {words}</translation>
    </message>
    <message>
        <source>Absolute: the same for all films</source>
        <translation>Absoluta: la misma en todas las radiografías</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Accept and look round</source>
        <translation>Aceptar y explorar</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitud</translation>
    </message>
    <message>
        <source>Accuracy against {unit}</source>
        <translation>Exactitud frente a {unit}</translation>
    </message>
    <message>
        <source>Accuracy and loss by epoch</source>
        <translation>Exactitud y pérdida por época</translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation>Adaptar</translation>
    </message>
    <message>
        <source>Adapt the model first</source>
        <translation>Adapte primero el modelo</translation>
    </message>
    <message>
        <source>Adapt to this hospital</source>
        <translation>Adaptar a este hospital</translation>
    </message>
    <message>
        <source>Adapt {name} to this hospital</source>
        <translation>Adaptar {name} a este hospital</translation>
    </message>
    <message>
        <source>Add the trainings of this computer</source>
        <translation>Añadir los entrenamientos de este equipo</translation>
    </message>
    <message>
        <source>Add the trainings that the models of LungDesk come from</source>
        <translation>Añadir los entrenamientos de los que proceden los modelos de LungDesk</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>After your reading</source>
        <translation>Después de su lectura</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Concordancia</translation>
    </message>
    <message>
        <source>Agreement with each model</source>
        <translation>Concordancia con cada modelo</translation>
    </message>
    <message>
        <source>Agreement with the model</source>
        <translation>Concordancia con el modelo</translation>
    </message>
    <message>
        <source>All of the film, squeezed into a square</source>
        <translation>Toda la radiografía, comprimida en un cuadrado</translation>
    </message>
    <message>
        <source>All studies</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>All that was read, the urgent first</source>
        <translation>Todo lo leído, lo urgente primero</translation>
    </message>
    <message>
        <source>All words, measurements only, or the bare film</source>
        <translation>Todos los textos, solo las medidas o la radiografía sola</translation>
    </message>
    <message>
        <source>All {count} models are trained; go on to see how well.</source>
        <translation>Los {count} modelos están entrenados; siga para ver qué tal leen.</translation>
    </message>
    <message>
        <source>Another LungDesk has the workspace open: it can be looked at here, but not changed.</source>
        <translation>Otro LungDesk tiene abierto el espacio de trabajo: aquí se puede ver, pero no cambiar.</translation>
    </message>
    <message>
        <source>Another LungDesk has the workspace open: your reading is shown, but not kept.</source>
        <translation>Otro LungDesk tiene abierto el espacio de trabajo: su lectura se muestra, pero no se guarda.</translation>
    </message>
    <message>
        <source>Another LungDesk is training it: it can be removed when that has ended.</source>
        <translation>Otro LungDesk lo está entrenando: se podrá eliminar cuando termine.</translation>
    </message>
    <message>
        <source>Another LungDesk is training {name} just now; look again when it has ended.</source>
        <translation>Otro LungDesk está entrenando {name} ahora mismo; mire de nuevo cuando acabe.</translation>
    </message>
    <message>
        <source>Any certainty</source>
        <translation>Certeza</translation>
    </message>
    <message>
        <source>Any finding</source>
        <translation>Hallazgo</translation>
    </message>
    <message>
        <source>Any probability</source>
        <translation>Probab.</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Area under ROC</source>
        <translation>Área bajo la ROC</translation>
    </message>
    <message>
        <source>Area under precision-recall</source>
        <translation>Área bajo precisión-sensibilidad</translation>
    </message>
    <message>
        <source>Area under the ROC curve</source>
        <translation>Área bajo la curva ROC</translation>
    </message>
    <message>
        <source>Areas of colour, or lines of equal heat</source>
        <translation>Áreas de color, o líneas de igual calor</translation>
    </message>
    <message>
        <source>Arro&amp;w</source>
        <translation>&amp;Flecha</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Tal cual</translation>
    </message>
    <message>
        <source>As stored</source>
        <translation>Como está guardada</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Como el &amp;sistema</translation>
    </message>
    <message>
        <source>As the window</source>
        <translation>El de la ventana</translation>
    </message>
    <message>
        <source>As which backbone sees it</source>
        <translation>Como la ve la red base</translation>
    </message>
    <message>
        <source>As which backbone sees the films</source>
        <translation>Como la red base ve las radiografías</translation>
    </message>
    <message>
        <source>At least so probable</source>
        <translation>Al menos así de probable</translation>
    </message>
    <message>
        <source>At least {share:.0f} %</source>
        <translation>≥ {share:.0f} %</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Auditoría</translation>
    </message>
    <message>
        <source>Audit again</source>
        <translation>Auditar de nuevo</translation>
    </message>
    <message>
        <source>Audit the films</source>
        <translation>Auditar las radiografías</translation>
    </message>
    <message>
        <source>Audit · {number} serious</source>
        <translation>Auditoría · {number} graves</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Aumento de datos</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Back up the workspace</source>
        <translation>Copia de seguridad del espacio de trabajo</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Red base</translation>
    </message>
    <message>
        <source>Backbones</source>
        <translation>Redes base</translation>
    </message>
    <message>
        <source>Backing up the workspace</source>
        <translation>Copiando el espacio de trabajo</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Equilibrado</translation>
    </message>
    <message>
        <source>Balanced acc.</source>
        <translation>Exact. equil.</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Exactitud equilibrada</translation>
    </message>
    <message>
        <source>Bar to compare with</source>
        <translation>Barra para comparar</translation>
    </message>
    <message>
        <source>Bars of {name}</source>
        <translation>Barras de {name}</translation>
    </message>
    <message>
        <source>Bars: {name}</source>
        <translation>Barras: {name}</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lote</translation>
    </message>
    <message>
        <source>Batch {batch_id} · {day}</source>
        <translation>Lote {batch_id} · {day}</translation>
    </message>
    <message>
        <source>Be asked before the answer is shown</source>
        <translation>Responder antes de que se muestre la respuesta</translation>
    </message>
    <message>
        <source>Be shown round the window, on a sample film</source>
        <translation>Recorrer la ventana con una radiografía de muestra</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Before and after will stand here.</source>
        <translation>Aquí estarán el antes y el después.</translation>
    </message>
    <message>
        <source>Before the training</source>
        <translation>Antes del entrenamiento</translation>
    </message>
    <message>
        <source>Begin another training; this one is kept</source>
        <translation>Empezar otro entrenamiento; este se conserva</translation>
    </message>
    <message>
        <source>Begin with weights from a file</source>
        <translation>Empezar con pesos de un archivo</translation>
    </message>
    <message>
        <source>Begin with what it has learnt from photographs</source>
        <translation>Empezar con lo aprendido de fotografías</translation>
    </message>
    <message>
        <source>Begin with {text}</source>
        <translation>Empezar con {text}</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>Empezando</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Empieza con</translation>
    </message>
    <message>
        <source>Begins with nothing</source>
        <translation>Empieza desde cero</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Empezado</translation>
    </message>
    <message>
        <source>Being measured here…</source>
        <translation>Midiéndose aquí…</translation>
    </message>
    <message>
        <source>Being measured…</source>
        <translation>Midiéndose…</translation>
    </message>
    <message>
        <source>Beside the model it was made from, which stays as it is</source>
        <translation>Junto al modelo del que procede, que queda como está</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Negro</translation>
    </message>
    <message>
        <source>Black padding</source>
        <translation>Relleno en negro</translation>
    </message>
    <message>
        <source>Blin&amp;k compare</source>
        <translation>Comparar alte&amp;rnando</translation>
    </message>
    <message>
        <source>Blue is right, amber is wrong; the stronger, the more of the true class. Click a cell, or go there with the arrows and press Enter, to open its films with their heatmap, the most confident first.</source>
        <translation>Azul es correcto, ámbar es incorrecto; cuanto más intenso, mayor parte de la clase verdadera. Haga clic en una celda, o vaya a ella con las flechas y pulse Intro, para abrir sus radiografías con su mapa de calor, las de mayor confianza primero.</translation>
    </message>
    <message>
        <source>Blurring the tenth of the film that this map marks {verb} {class_name}: from {percent} to {percent_2}. Blurring as much elsewhere leaves it at {percent_3} (the middle one of {count} places). {verdict}</source>
        <translation>Difuminar la décima parte de la radiografía que marca este mapa {verb} {class_name}: de {percent} a {percent_2}. Difuminar otro tanto en otro lugar la deja en {percent_3} (el valor central de {count} lugares). {verdict}</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>Índice de Brier</translation>
    </message>
    <message>
        <source>Brier score (less is better)</source>
        <translation>Índice de Brier (menos es mejor)</translation>
    </message>
    <message>
        <source>Bring back unsaved work</source>
        <translation>Recuperar trabajo no guardado</translation>
    </message>
    <message>
        <source>C&amp;heck the workspace</source>
        <translation>Comprobar el &amp;espacio de trabajo</translation>
    </message>
    <message>
        <source>CSV (*.csv *.CSV);;All files (*)</source>
        <translation>CSV (*.csv *.CSV);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>CSV list of labelled films</source>
        <translation>Lista CSV de radiografías etiquetadas</translation>
    </message>
    <message>
        <source>CSV list or ZIP file of labelled films</source>
        <translation>Lista CSV o archivo ZIP de radiografías etiquetadas</translation>
    </message>
    <message>
        <source>CSV list…</source>
        <translation>Lista CSV…</translation>
    </message>
    <message>
        <source>CSV or ZIP…</source>
        <translation>CSV o ZIP…</translation>
    </message>
    <message>
        <source>Cali&amp;brate</source>
        <translation>Cali&amp;brar</translation>
    </message>
    <message>
        <source>Cali&amp;bration</source>
        <translation>Cali&amp;bración</translation>
    </message>
    <message>
        <source>Calib. error</source>
        <translation>Error calib.</translation>
    </message>
    <message>
        <source>Calibration error (less is better)</source>
        <translation>Error de calibración (menos es mejor)</translation>
    </message>
    <message>
        <source>Call the most probable class</source>
        <translation>Dar la clase más probable</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the evaluation</source>
        <translation>Cancelar la evaluación</translation>
    </message>
    <message>
        <source>Cancel what runs</source>
        <translation>Cancelar lo que está en curso</translation>
    </message>
    <message>
        <source>Cardi&amp;othoracic ratio</source>
        <translation>Índice cardi&amp;otorácico</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Centro</translation>
    </message>
    <message>
        <source>Certain</source>
        <translation>Cierto</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Certeza</translation>
    </message>
    <message>
        <source>Change all films' windows together</source>
        <translation>Cambiar juntas las ventanas de todas las radiografías</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Capítulos</translation>
    </message>
    <message>
        <source>Checking the workspace</source>
        <translation>Comprobando el espacio de trabajo</translation>
    </message>
    <message>
        <source>Checking {name}</source>
        <translation>Comprobando {name}</translation>
    </message>
    <message>
        <source>Choose a CSV list of films, or a ZIP file of them</source>
        <translation>Elija una lista CSV de radiografías, o un archivo ZIP con ellas</translation>
    </message>
    <message>
        <source>Choose a CSV list of labelled films</source>
        <translation>Elija una lista CSV de radiografías etiquetadas</translation>
    </message>
    <message>
        <source>Choose a PNG or JPEG picture</source>
        <translation>Elija una imagen PNG o JPEG</translation>
    </message>
    <message>
        <source>Choose a film in the list for this place.</source>
        <translation>Elija en la lista una radiografía para este lugar.</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Elija una carpeta</translation>
    </message>
    <message>
        <source>Choose a folder for DICOM results</source>
        <translation>Elija una carpeta para los resultados DICOM</translation>
    </message>
    <message>
        <source>Choose a folder for figures and tables</source>
        <translation>Elija una carpeta para figuras y tablas</translation>
    </message>
    <message>
        <source>Choose a folder for the DICOM results</source>
        <translation>Elija una carpeta para los resultados DICOM</translation>
    </message>
    <message>
        <source>Choose a folder of labelled films (Ctrl+O)</source>
        <translation>Elija una carpeta de radiografías etiquetadas (Ctrl+O)</translation>
    </message>
    <message>
        <source>Choose a folder with a folder of films for each class</source>
        <translation>Elija una carpeta con una carpeta de radiografías por clase</translation>
    </message>
    <message>
        <source>Choose a folder with a folder of films for each class, a CSV list or a ZIP file; or drop it here.</source>
        <translation>Elija una carpeta con una carpeta de radiografías por clase, una lista CSV o un archivo ZIP; o suéltelos aquí.</translation>
    </message>
    <message>
        <source>Choose a folder with labelled films</source>
        <translation>Elija una carpeta con radiografías etiquetadas</translation>
    </message>
    <message>
        <source>Choose a folder with labelled films: one folder a class, or one a split with classes in it, or with a manifest.csv.</source>
        <translation>Elija una carpeta con radiografías etiquetadas: una carpeta por clase, o una por parte con las clases dentro, o con un manifest.csv.</translation>
    </message>
    <message>
        <source>Choose a folder with one folder for each class, or a CSV list with path and label.</source>
        <translation>Elija una carpeta con una carpeta por clase, o una lista CSV con path y label.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir carpeta…</translation>
    </message>
    <message>
        <source>Choose a logo</source>
        <translation>Elija un logotipo</translation>
    </message>
    <message>
        <source>Choose a model and films.</source>
        <translation>Elija un modelo y radiografías.</translation>
    </message>
    <message>
        <source>Choose a run, or a folder that holds runs</source>
        <translation>Elija una ejecución, o una carpeta que contenga ejecuciones</translation>
    </message>
    <message>
        <source>Choose a run, or a folder that holds runs (Ctrl+O)</source>
        <translation>Elija una ejecución, o una carpeta que contenga ejecuciones (Ctrl+O)</translation>
    </message>
    <message>
        <source>Choose a training to go on with; the present one is kept.</source>
        <translation>Elija un entrenamiento para seguir con él; el actual se conserva.</translation>
    </message>
    <message>
        <source>Choose another kind of picture.</source>
        <translation>Elija otro tipo de imagen.</translation>
    </message>
    <message>
        <source>Choose another one in the model library.</source>
        <translation>Elija otro en la biblioteca de modelos.</translation>
    </message>
    <message>
        <source>Choose another printer, or another file.</source>
        <translation>Elija otra impresora u otro archivo.</translation>
    </message>
    <message>
        <source>Choose at least one backbone.</source>
        <translation>Elija al menos una red base.</translation>
    </message>
    <message>
        <source>Choose films…</source>
        <translation>Elegir radiografías…</translation>
    </message>
    <message>
        <source>Choose how films are shown to the networks while they learn.
The pictures are what the networks get: what you cannot see there, they cannot either.</source>
        <translation>Elija cómo se muestran las radiografías a las redes mientras aprenden.
Las imágenes son lo que reciben las redes: lo que usted no vea ahí, ellas tampoco pueden verlo.</translation>
    </message>
    <message>
        <source>Choose how thoroughly is trained; the time is measured on this computer, with your films.
Begin with Quick or Balanced: the others pay where there are thousands of films.</source>
        <translation>Elija con qué detalle se entrena; el tiempo se mide en este equipo, con sus radiografías.
Empiece con Rápido o Equilibrado: los demás compensan cuando hay miles de radiografías.</translation>
    </message>
    <message>
        <source>Choose on (val)</source>
        <translation>Para elegir (validación)</translation>
    </message>
    <message>
        <source>Choose one or more pre-trained networks; each becomes a model, and they are compared.
Small ones train and read quickly; large ones are not always better with few films.</source>
        <translation>Elija una o varias redes preentrenadas; cada una será un modelo, y se comparan.
Las pequeñas entrenan y leen rápido; las grandes no siempre son mejores con pocas radiografías.</translation>
    </message>
    <message>
        <source>Choose the X-rays the model is to learn from, and check what each class means.
The audit looks for what makes results look better than they are; mend what it finds.</source>
        <translation>Elija las radiografías de las que aprenderá el modelo y compruebe qué significa cada clase.
La auditoría busca lo que hace parecer los resultados mejores de lo que son; corrija lo que encuentre.</translation>
    </message>
    <message>
        <source>Choose the films and the backbones first.</source>
        <translation>Elija primero las radiografías y las redes base.</translation>
    </message>
    <message>
        <source>Choose the films first.</source>
        <translation>Elija primero las radiografías.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Chosen on val, so that 90 % of the class are found there; measured here.</source>
        <translation>Elegido en validación, de modo que allí se encuentre el 90 % de la clase; medido aquí.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Class against the rest</source>
        <translation>La clase frente al resto</translation>
    </message>
    <message>
        <source>Class and source are confounded: guessing by the source alone, without looking at a film, would be right in {guess} (without the source {base}); {single_class_sources} of {sources} sources hold one class only. So these figures are not diagnostic performance.</source>
        <translation>Clase y origen están confundidos: adivinar solo por el origen, sin mirar la radiografía, acertaría en {guess} (sin el origen, {base}); {single_class_sources} de {sources} orígenes tienen una sola clase. Por eso estas cifras no son rendimiento diagnóstico.</translation>
    </message>
    <message>
        <source>Class can be told without the disease</source>
        <translation>La clase se reconoce sin la enfermedad</translation>
    </message>
    <message>
        <source>Class goes with how films were saved</source>
        <translation>La clase depende de cómo se guardaron las radiografías</translation>
    </message>
    <message>
        <source>Class goes with the hospital</source>
        <translation>La clase depende del hospital</translation>
    </message>
    <message>
        <source>Class whose map is tested</source>
        <translation>Clase cuyo mapa se pone a prueba</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Clases</translation>
    </message>
    <message>
        <source>Classes are shown alike, and small hospitals more often</source>
        <translation>Las clases se muestran por igual, y los hospitales pequeños más a menudo</translation>
    </message>
    <message>
        <source>Classes with few films</source>
        <translation>Clases con pocas radiografías</translation>
    </message>
    <message>
        <source>Classify a folder…</source>
        <translation>Clasificar una carpeta…</translation>
    </message>
    <message>
        <source>Classifying ({said})</source>
        <translation>Clasificando ({said})</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Limpiar</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>Borrar todos los filtros</translation>
    </message>
    <message>
        <source>Clear them to see all studies.</source>
        <translation>Bórrelos para ver todos los estudios.</translation>
    </message>
    <message>
        <source>Click to see one on the film; F2 or a double click renames it</source>
        <translation>Haga clic para verla en la radiografía; F2 o doble clic cambia el nombre</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Cerrar (Esc)</translation>
    </message>
    <message>
        <source>Close LungDesk</source>
        <translation>Cerrar LungDesk</translation>
    </message>
    <message>
        <source>Close LungDesk (Esc)</source>
        <translation>Cerrar LungDesk (Esc)</translation>
    </message>
    <message>
        <source>Close the guide (Esc)</source>
        <translation>Cerrar la guía (Esc)</translation>
    </message>
    <message>
        <source>Close the other one, then press F5.</source>
        <translation>Cierre el otro y pulse F5.</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>Cerrar el panel</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>Cerrar esta ventana (Esc)</translation>
    </message>
    <message>
        <source>Close without</source>
        <translation>Cerrar sin guardar</translation>
    </message>
    <message>
        <source>Close; all choices are kept (Esc)</source>
        <translation>Cerrar; se conserva todo lo elegido (Esc)</translation>
    </message>
    <message>
        <source>Cohen’s κ</source>
        <translation>κ de Cohen</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>Escala de color</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Colours of the map</source>
        <translation>Colores del mapa</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columnas</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Comandos</translation>
    </message>
    <message>
        <source>Commands copied</source>
        <translation>Comandos copiados</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>Comandos que coinciden</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>Comment on the finding</source>
        <translation>Comentario sobre el hallazgo</translation>
    </message>
    <message>
        <source>Comment on your reading</source>
        <translation>Comentario sobre su lectura</translation>
    </message>
    <message>
        <source>Compare &amp;explanations…</source>
        <translation>Comparar &amp;explicaciones…</translation>
    </message>
    <message>
        <source>Compare and keep</source>
        <translation>Comparar y elegir</translation>
    </message>
    <message>
        <source>Compare every file with its SHA-256 (Ctrl+Shift+V)</source>
        <translation>Comparar cada archivo con su SHA-256 (Ctrl+Mayús+V)</translation>
    </message>
    <message>
        <source>Compare models, keep one</source>
        <translation>Comparar modelos, conservar uno</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>Comparar ejecuciones</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Comparar con</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparando…</translation>
    </message>
    <message>
        <source>Computing intervals…</source>
        <translation>Calculando intervalos…</translation>
    </message>
    <message>
        <source>Confusion matrix: rows true class, columns read as</source>
        <translation>Matriz de confusión: filas, clase verdadera; columnas, leída como</translation>
    </message>
    <message>
        <source>Content of the report</source>
        <translation>Contenido del informe</translation>
    </message>
    <message>
        <source>Contour lines</source>
        <translation>Líneas de contorno</translation>
    </message>
    <message>
        <source>Cop&amp;y picture…</source>
        <translation>C&amp;opiar imagen…</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
    <message>
        <source>Copies in two parts of the split</source>
        <translation>Copias en dos partes de la partición</translation>
    </message>
    <message>
        <source>Copies of one file</source>
        <translation>Copias de un mismo archivo</translation>
    </message>
    <message>
        <source>Copies with two classes</source>
        <translation>Copias con dos clases</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy &amp;measurements</source>
        <translation>Co&amp;piar medidas</translation>
    </message>
    <message>
        <source>Copy everything</source>
        <translation>Copiar todo</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Copiar imagen</translation>
    </message>
    <message>
        <source>Copy selected</source>
        <translation>Copiar lo seleccionado</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>Copiar los comandos</translation>
    </message>
    <message>
        <source>Copy the selected rows as text (Ctrl+C)</source>
        <translation>Copiar como texto las filas seleccionadas (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy the workspace into one file</source>
        <translation>Copiar el espacio de trabajo en un archivo</translation>
    </message>
    <message>
        <source>Copy them as text</source>
        <translation>Copiarlas como texto</translation>
    </message>
    <message>
        <source>Copy what is shown</source>
        <translation>Copiar lo que se muestra</translation>
    </message>
    <message>
        <source>Correct the finding</source>
        <translation>Corregir el hallazgo</translation>
    </message>
    <message>
        <source>Correct the settings that are not valid.</source>
        <translation>Corrija los ajustes no válidos.</translation>
    </message>
    <message>
        <source>Correct to…</source>
        <translation>Corregir…</translation>
    </message>
    <message>
        <source>Corrected to: {name}.</source>
        <translation>Corregido: {name}.</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>No se pudo leer</translation>
    </message>
    <message>
        <source>Counting the films</source>
        <translation>Contando las radiografías</translation>
    </message>
    <message>
        <source>Cover what the file says is no image</source>
        <translation>Cubrir lo que el archivo dice que no es imagen</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>Entropía cruzada</translation>
    </message>
    <message>
        <source>Ctrl+C copies the selected rows</source>
        <translation>Ctrl+C copia las filas seleccionadas</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>Curva</translation>
    </message>
    <message>
        <source>DICOM (*.dcm)</source>
        <translation>DICOM (*.dcm)</translation>
    </message>
    <message>
        <source>DICOM o&amp;verlays</source>
        <translation>Superposiciones DICOM</translation>
    </message>
    <message>
        <source>DICOM res&amp;ults</source>
        <translation>Res&amp;ultados DICOM</translation>
    </message>
    <message>
        <source>DICOM results</source>
        <translation>Resultados DICOM</translation>
    </message>
    <message>
        <source>DICOM results go to</source>
        <translation>Los resultados DICOM van a</translation>
    </message>
    <message>
        <source>DICOM results to…</source>
        <translation>Resultados DICOM en…</translation>
    </message>
    <message>
        <source>DICOM s&amp;hutters</source>
        <translation>Obturadores DICOM</translation>
    </message>
    <message>
        <source>DICOM ta&amp;gs…</source>
        <translation>Eti&amp;quetas DICOM…</translation>
    </message>
    <message>
        <source>DICOM tags</source>
        <translation>Etiquetas DICOM</translation>
    </message>
    <message>
        <source>DICOM, PNG, JPEG, TIFF and BMP.
Research use only, not for diagnosis.</source>
        <translation>DICOM, PNG, JPEG, TIFF y BMP.
Solo para investigación, no para diagnóstico.</translation>
    </message>
    <message>
        <source>DICOM, PNG, JPEG, TIFF and BMP. The films stay where they are and are never changed.</source>
        <translation>DICOM, PNG, JPEG, TIFF y BMP. Las radiografías se quedan donde están y nunca se modifican.</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Dark panels, for a dark room</source>
        <translation>Paneles oscuros, para una sala oscura</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Deal again</source>
        <translation>Repartir de nuevo</translation>
    </message>
    <message>
        <source>Deal the patients again</source>
        <translation>Repartir de nuevo a los pacientes</translation>
    </message>
    <message>
        <source>Deeper than DenseNet121; slow to train.</source>
        <translation>Más profunda que DenseNet121; lenta de entrenar.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Eliminar para siempre</translation>
    </message>
    <message>
        <source>Delete the selected measurement</source>
        <translation>Eliminar la medida seleccionada</translation>
    </message>
    <message>
        <source>Deleting {id}</source>
        <translation>Eliminando {id}</translation>
    </message>
    <message>
        <source>Deletion {deletion_area:.2f} (lower is better), insertion {insertion_area:.2f} (higher is better)</source>
        <translation>Borrado {deletion_area:.2f} (menos es mejor), inserción {insertion_area:.2f} (más es mejor)</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Diferencia</translation>
    </message>
    <message>
        <source>Divide the films anew; a patient is never parted</source>
        <translation>Repartir de nuevo las radiografías; nunca se separa a un paciente</translation>
    </message>
    <message>
        <source>Divide the films as the data says</source>
        <translation>Repartir las radiografías como dicen los datos</translation>
    </message>
    <message>
        <source>Divide the films so that no patient is parted</source>
        <translation>Repartir las radiografías sin separar a ningún paciente</translation>
    </message>
    <message>
        <source>Do not close</source>
        <translation>No cerrar</translation>
    </message>
    <message>
        <source>Do not train or measure on any of them</source>
        <translation>No entrenar ni medir con ninguna de ellas</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Does not hold in another hospital</source>
        <translation>No se mantiene en otro hospital</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Double click: open it in the viewer</source>
        <translation>Doble clic: abrirla en el visor</translation>
    </message>
    <message>
        <source>Doubtful: {sentence}</source>
        <translation>Dudoso: {sentence}</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Download the weights</source>
        <translation>Descargar los pesos</translation>
    </message>
    <message>
        <source>Download the weights of {name}, choose a file, or let it begin with nothing.</source>
        <translation>Descargue los pesos de {name}, elija un archivo o deje que empiece desde cero.</translation>
    </message>
    <message>
        <source>Drag the point, or use the arrows (Shift: more, Ctrl: less); Home resets</source>
        <translation>Arrastre el punto, o use las flechas (Mayús: más, Ctrl: menos); Inicio lo restablece</translation>
    </message>
    <message>
        <source>Drag to a frame (PgUp and PgDown step)</source>
        <translation>Arrastre hasta un fotograma (RePág y AvPág avanzan uno a uno)</translation>
    </message>
    <message>
        <source>Drag to move the panel</source>
        <translation>Arrastre para mover el panel</translation>
    </message>
    <message>
        <source>Drag with the left button for the window, with the right one to zoom, with the middle one to move; the wheel turns to the next film. A right click shows what else can be done; 0 undoes it all.</source>
        <translation>Arrastre con el botón izquierdo para la ventana, con el derecho para ampliar, con el central para mover; la rueda pasa a la radiografía siguiente. Un clic derecho muestra qué más se puede hacer; 0 lo deshace todo.</translation>
    </message>
    <message>
        <source>Dragging up makes the film</source>
        <translation>Arrastrar hacia arriba la hace</translation>
    </message>
    <message>
        <source>Draw a calibration line over something of known length (menu Measure, Calibrate).</source>
        <translation>Trace una línea de calibración sobre algo de longitud conocida (menú Medir, Calibrar).</translation>
    </message>
    <message>
        <source>Draw a line whose length is known</source>
        <translation>Trazar una línea de longitud conocida</translation>
    </message>
    <message>
        <source>Draw what the window is to fit</source>
        <translation>Trazar a qué debe ajustarse la ventana</translation>
    </message>
    <message>
        <source>Draw where the lungs end</source>
        <translation>Trazar dónde acaban los pulmones</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Dibujando</translation>
    </message>
    <message>
        <source>Drawn as</source>
        <translation>Dibujado como</translation>
    </message>
    <message>
        <source>Drop a chest radiograph or a folder here, or open one.</source>
        <translation>Suelte aquí una radiografía de tórax o una carpeta, o abra una.</translation>
    </message>
    <message>
        <source>Drop duplicates</source>
        <translation>Quitar duplicados</translation>
    </message>
    <message>
        <source>Each class against the rest</source>
        <translation>Cada clase frente al resto</translation>
    </message>
    <message>
        <source>Each film is read as its most probable class.</source>
        <translation>Cada radiografía se lee como su clase más probable.</translation>
    </message>
    <message>
        <source>Each film of a rare class weighs more, so that every class counts the same.</source>
        <translation>Cada radiografía de una clase rara pesa más, de modo que todas las clases cuentan lo mismo.</translation>
    </message>
    <message>
        <source>Each map has a scale of its own.</source>
        <translation>Cada mapa tiene su propia escala.</translation>
    </message>
    <message>
        <source>Each network's own</source>
        <translation>La de cada red</translation>
    </message>
    <message>
        <source>Each point holds the films whose leading class has about the same probability; its bar is the 95 % interval by patient (Wilson), its size the number of films. On the dashed line a probability means what it says. Below it the model is too sure, above it too cautious. The bars at the bottom count the films: where they are few, a point says little.</source>
        <translation>Cada punto reúne las radiografías cuya clase principal tiene más o menos la misma probabilidad; su barra es el intervalo del 95 % por paciente (Wilson), su tamaño el número de radiografías. En la línea discontinua una probabilidad significa lo que dice. Por debajo el modelo está demasiado seguro, por encima es demasiado prudente. Las barras de abajo cuentan las radiografías: donde hay pocas, un punto dice poco.</translation>
    </message>
    <message>
        <source>Each row has a scale of its own, the same for all its maps.</source>
        <translation>Cada fila tiene su propia escala, la misma para todos sus mapas.</translation>
    </message>
    <message>
        <source>Each source</source>
        <translation>Cada origen</translation>
    </message>
    <message>
        <source>Earlier film</source>
        <translation>Radiografía anterior</translation>
    </message>
    <message>
        <source>Earlier film {number}</source>
        <translation>Radiografía anterior {number}</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>En otro sitio</translation>
    </message>
    <message>
        <source>Empty: {folder}</source>
        <translation>Vacía: {folder}</translation>
    </message>
    <message>
        <source>Empty: {name}, as you are logged in</source>
        <translation>Vacío: {name}, con el que ha iniciado sesión</translation>
    </message>
    <message>
        <source>End after the next step and keep everything; Resume goes on at that step</source>
        <translation>Terminar tras el paso siguiente y conservarlo todo; Reanudar sigue en ese paso</translation>
    </message>
    <message>
        <source>End at once; finished models and the epochs that have ended are kept</source>
        <translation>Terminar ahora; se conservan los modelos terminados y las épocas acabadas</translation>
    </message>
    <message>
        <source>End it; what has been read is kept</source>
        <translation>Terminarlo; se conserva lo leído</translation>
    </message>
    <message>
        <source>End the tour (Esc)</source>
        <translation>Terminar la visita (Esc)</translation>
    </message>
    <message>
        <source>Enlarge about the centre</source>
        <translation>Ampliar desde el centro</translation>
    </message>
    <message>
        <source>Enlarge what is under the pointer</source>
        <translation>Ampliar lo que está bajo el puntero</translation>
    </message>
    <message>
        <source>Enter does it, Esc closes.</source>
        <translation>Intro lo hace, Esc cierra.</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Época</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Evaluar</translation>
    </message>
    <message>
        <source>Evaluate a model</source>
        <translation>Evaluar un modelo</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <source>Every class is shown as often as the largest: films of rare classes come again, in other views.</source>
        <translation>Cada clase se muestra tantas veces como la mayor: las radiografías de clases raras vuelven, en otras vistas.</translation>
    </message>
    <message>
        <source>Every class is shown as often, and within it small hospitals more than their films would be: what hospitals share is learnt, not what tells them apart.</source>
        <translation>Cada clase se muestra por igual y, dentro de ella, los hospitales pequeños más de lo que les tocaría: se aprende lo que los hospitales comparten, no lo que los distingue.</translation>
    </message>
    <message>
        <source>Every file is compared with its SHA-256 before the model reads; “Verify” does it now.</source>
        <translation>Cada archivo se compara con su SHA-256 antes de que el modelo lea; «Verificar» lo hace ahora.</translation>
    </message>
    <message>
        <source>Every file of {name} is as it was released.</source>
        <translation>Todos los archivos de {name} están como se publicaron.</translation>
    </message>
    <message>
        <source>Every film counts the same</source>
        <translation>Todas las radiografías cuentan lo mismo</translation>
    </message>
    <message>
        <source>Every film counts the same; a class with many films is learnt best.</source>
        <translation>Todas las radiografías cuentan lo mismo; una clase con muchas se aprende mejor.</translation>
    </message>
    <message>
        <source>Every film has its true class.</source>
        <translation>Cada radiografía tiene su clase verdadera.</translation>
    </message>
    <message>
        <source>Every listed film has been read.</source>
        <translation>Se han leído todas las radiografías de la lista.</translation>
    </message>
    <message>
        <source>Every setting as you like; they begin as the plan before.</source>
        <translation>Todos los ajustes a su gusto; empiezan como el plan anterior.</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Todo lo demás</translation>
    </message>
    <message>
        <source>Everything you open is listed here: files, folders, ZIP files, DICOM discs. Drop them anywhere on the window. The arrow keys go through the list.</source>
        <translation>Todo lo que abra aparece aquí: archivos, carpetas, archivos ZIP, discos DICOM. Suéltelos en cualquier lugar de la ventana. Las flechas recorren la lista.</translation>
    </message>
    <message>
        <source>Evidence in an earlier layer, on a finer grid: more details, of which some mean nothing. Asks the model once.</source>
        <translation>Indicios en una capa anterior, en una cuadrícula más fina: más detalles, algunos sin significado. Pregunta al modelo una vez.</translation>
    </message>
    <message>
        <source>Evidence in the last layers of the network; comes with each reading.</source>
        <translation>Evidencia en las últimas capas de la red; viene con cada lectura.</translation>
    </message>
    <message>
        <source>Exclude a source…</source>
        <translation>Excluir un origen…</translation>
    </message>
    <message>
        <source>Expected calibration error</source>
        <translation>Error calib. esperado</translation>
    </message>
    <message>
        <source>Explain next &amp;class</source>
        <translation>Explicar la clase si&amp;guiente</translation>
    </message>
    <message>
        <source>Explain {name} (Shift+G: next class)</source>
        <translation>Explicar {name} (Mayús+G: clase siguiente)</translation>
    </message>
    <message>
        <source>Explains: {names}</source>
        <translation>Explica: {names}</translation>
    </message>
    <message>
        <source>Explanations</source>
        <translation>Explicaciones</translation>
    </message>
    <message>
        <source>Explanations compared</source>
        <translation>Explicaciones comparadas</translation>
    </message>
    <message>
        <source>Export figures, tables and report</source>
        <translation>Exportar figuras, tablas e informe</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>Exportar imagen</translation>
    </message>
    <message>
        <source>Export the comparison…</source>
        <translation>Exportar la comparación…</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Exportar el modelo</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>External films come from hospitals that the collection keeps apart: never trained on, and nothing was chosen on them.</source>
        <translation>Las radiografías externas proceden de hospitales que la colección mantiene aparte: nunca se entrenó con ellas ni se eligió nada con ellas.</translation>
    </message>
    <message>
        <source>F&amp;ilm</source>
        <translation>&amp;Radiografía</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>Pantalla &amp;completa</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Fairly sure</source>
        <translation>Bastante seguro</translation>
    </message>
    <message>
        <source>Few films of a class</source>
        <translation>Pocas radiografías de una clase</translation>
    </message>
    <message>
        <source>Figure that the bars show</source>
        <translation>Medida que muestran las barras</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Cifras</translation>
    </message>
    <message>
        <source>Figures (PNG, SVG, PDF), tables (CSV) and the report (PDF)</source>
        <translation>Figuras (PNG, SVG, PDF), tablas (CSV) y el informe (PDF)</translation>
    </message>
    <message>
        <source>Figures before and after</source>
        <translation>Cifras antes y después</translation>
    </message>
    <message>
        <source>Figures of each class</source>
        <translation>Cifras de cada clase</translation>
    </message>
    <message>
        <source>Figures of each source</source>
        <translation>Cifras de cada origen</translation>
    </message>
    <message>
        <source>Figures of the calibration</source>
        <translation>Cifras de la calibración</translation>
    </message>
    <message>
        <source>Figures of the model</source>
        <translation>Cifras del modelo</translation>
    </message>
    <message>
        <source>Figures of the operating point</source>
        <translation>Cifras del punto de operación</translation>
    </message>
    <message>
        <source>Figures with their 95 % intervals</source>
        <translation>Cifras con sus intervalos del 95 %</translation>
    </message>
    <message>
        <source>Figures, intervals and tests are being worked out.</source>
        <translation>Se están calculando cifras, intervalos y contrastes.</translation>
    </message>
    <message>
        <source>Figures, tables and the report (comparison.pdf) are in {name}.</source>
        <translation>Las figuras, las tablas y el informe (comparison.pdf) están en {name}.</translation>
    </message>
    <message>
        <source>Fil&amp;m list</source>
        <translation>Lista de radio&amp;grafías</translation>
    </message>
    <message>
        <source>Fil&amp;m text</source>
        <translation>Te&amp;xto de la radiografía</translation>
    </message>
    <message>
        <source>File: {name}</source>
        <translation>Archivo: {name}</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Archivo…</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Radiografía</translation>
    </message>
    <message>
        <source>Film check</source>
        <translation>Control de la radiografía</translation>
    </message>
    <message>
        <source>Film {index}</source>
        <translation>Radiografía {index}</translation>
    </message>
    <message>
        <source>Film {number}</source>
        <translation>Radiografía {number}</translation>
    </message>
    <message>
        <source>Film {rank}</source>
        <translation>Radiografía {rank}</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Radiografías</translation>
    </message>
    <message>
        <source>Films (*.dcm *.dicom *.zip DICOMDIR *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.DCM *.PNG *.JPG *.JPEG *.TIF);;All files (*)</source>
        <translation>Radiografías (*.dcm *.dicom *.zip DICOMDIR *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.DCM *.PNG *.JPG *.JPEG *.TIF);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Films are read on this computer; nothing leaves it.</source>
        <translation>Las radiografías se leen en este equipo; nada sale de él.</translation>
    </message>
    <message>
        <source>Films are reduced to squares of {given}.</source>
        <translation>Las radiografías se reducen a cuadrados de {given}.</translation>
    </message>
    <message>
        <source>Films are shown as they are each time; a network then learns single films by heart.</source>
        <translation>Las radiografías se muestran siempre tal cual; una red aprende entonces de memoria radiografías sueltas.</translation>
    </message>
    <message>
        <source>Films before</source>
        <translation>Radiografías anteriores</translation>
    </message>
    <message>
        <source>Films by class and part</source>
        <translation>Radiografías por clase y parte</translation>
    </message>
    <message>
        <source>Films by class and split</source>
        <translation>Radiografías por clase y parte</translation>
    </message>
    <message>
        <source>Films by which the best of several models is chosen</source>
        <translation>Radiografías con las que se elige el mejor de varios modelos</translation>
    </message>
    <message>
        <source>Films of a patient, and copies of a film, are never parted.</source>
        <translation>Nunca se separan las radiografías de un paciente ni las copias de una.</translation>
    </message>
    <message>
        <source>Films of each class</source>
        <translation>Radiografías de cada clase</translation>
    </message>
    <message>
        <source>Films of each class, and as many as it counts for</source>
        <translation>Radiografías de cada clase, y cuántas cuenta</translation>
    </message>
    <message>
        <source>Films of rare classes are shown more often</source>
        <translation>Las radiografías de clases raras se muestran más a menudo</translation>
    </message>
    <message>
        <source>Films of rare classes weigh more</source>
        <translation>Las radiografías de clases raras pesan más</translation>
    </message>
    <message>
        <source>Films of the size that each network is used to</source>
        <translation>Radiografías del tamaño al que está acostumbrada cada red</translation>
    </message>
    <message>
        <source>Films of the training</source>
        <translation>Radiografías del entrenamiento</translation>
    </message>
    <message>
        <source>Films read blinded, the first reading of each. κ is the agreement beyond chance: 1 is perfect, 0 is what chance would give. Few films say little.</source>
        <translation>Radiografías leídas a ciegas, la primera lectura de cada una. κ es la concordancia más allá del azar: 1 es perfecta, 0 es la que daría el azar. Pocas radiografías dicen poco.</translation>
    </message>
    <message>
        <source>Films saved in different ways</source>
        <translation>Radiografías guardadas de distintas maneras</translation>
    </message>
    <message>
        <source>Films that are read in LungDesk come here, the most urgent first.</source>
        <translation>Las radiografías leídas en LungDesk llegan aquí, las más urgentes primero.</translation>
    </message>
    <message>
        <source>Films that are read rightly already count less; the classes count as many films as they have.</source>
        <translation>Las radiografías que ya se leen bien cuentan menos; las clases cuentan tantas radiografías como tienen.</translation>
    </message>
    <message>
        <source>Films that are read wrongly</source>
        <translation>Radiografías mal leídas</translation>
    </message>
    <message>
        <source>Films that are read wrongly weigh more</source>
        <translation>Las radiografías mal leídas pesan más</translation>
    </message>
    <message>
        <source>Films that cannot be read</source>
        <translation>Radiografías que no se pueden leer</translation>
    </message>
    <message>
        <source>Films that only the finished model sees</source>
        <translation>Radiografías que solo ve el modelo terminado</translation>
    </message>
    <message>
        <source>Films to measure on</source>
        <translation>Radiografías con las que medir</translation>
    </message>
    <message>
        <source>Films with heatmaps</source>
        <translation>Radiografías con mapas de calor</translation>
    </message>
    <message>
        <source>Films without a picture</source>
        <translation>Radiografías sin imagen</translation>
    </message>
    <message>
        <source>Fin&amp;dings</source>
        <translation>Hallazg&amp;os</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Buscar un comando</translation>
    </message>
    <message>
        <source>Find a tag</source>
        <translation>Buscar una etiqueta</translation>
    </message>
    <message>
        <source>Find a tag, name or value</source>
        <translation>Buscar una etiqueta, un nombre o un valor</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Buscar una acción</translation>
    </message>
    <message>
        <source>Find out how this computer reads fastest</source>
        <translation>Averiguar cómo lee más rápido este equipo</translation>
    </message>
    <message>
        <source>Find what LungDesk can do, by name</source>
        <translation>Buscar por nombre lo que LungDesk puede hacer</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Hallazgo</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Hallazgos</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminado</translation>
    </message>
    <message>
        <source>First part that is trained</source>
        <translation>Primera parte que se entrena</translation>
    </message>
    <message>
        <source>Fit the model to local films</source>
        <translation>Ajustar el modelo a radiografías locales</translation>
    </message>
    <message>
        <source>Fit the model to these films and measure it (Ctrl+R)</source>
        <translation>Ajustar el modelo a estas radiografías y medirlo (Ctrl+R)</translation>
    </message>
    <message>
        <source>Fit the window to the film's values</source>
        <translation>Ajustar la ventana a los valores de la radiografía</translation>
    </message>
    <message>
        <source>Fixed for the model</source>
        <translation>Fija para el modelo</translation>
    </message>
    <message>
        <source>Flip &amp;vertically</source>
        <translation>Volte&amp;ar en vertical</translation>
    </message>
    <message>
        <source>Flip hori&amp;zontally</source>
        <translation>Voltear en &amp;horizontal</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>Plegar todo</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folder for DICOM results</source>
        <translation>Carpeta para los resultados DICOM</translation>
    </message>
    <message>
        <source>Folder for the data of LungDesk</source>
        <translation>Carpeta para los datos de LungDesk</translation>
    </message>
    <message>
        <source>Folder with a folder for each class</source>
        <translation>Carpeta con una carpeta por clase</translation>
    </message>
    <message>
        <source>Folder with labelled films: &lt;split&gt;/&lt;class&gt;/…, &lt;class&gt;/… or a manifest.csv</source>
        <translation>Carpeta con radiografías etiquetadas: &lt;split&gt;/&lt;class&gt;/…, &lt;class&gt;/… o un manifest.csv</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Carpeta…</translation>
    </message>
    <message>
        <source>For research, not for diagnosis</source>
        <translation>Para investigación, no para diagnóstico</translation>
    </message>
    <message>
        <source>Forget the measurement</source>
        <translation>Olvidar la medida</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Adelante</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Fotograma</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Fotogramas</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0.</source>
        <translation>Software libre con la Licencia Apache 2.0.</translation>
    </message>
    <message>
        <source>Free the space; this cannot be undone</source>
        <translation>Liberar el espacio; no se puede deshacer</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>De una carpeta…</translation>
    </message>
    <message>
        <source>From labelled films to a model</source>
        <translation>De radiografías etiquetadas a un modelo</translation>
    </message>
    <message>
        <source>From some 50 labelled films of this hospital, in seconds: the last layer of the model is fitted to them, and measured on films that were left out. Films stay on this computer.</source>
        <translation>Con unas 50 radiografías etiquetadas de este hospital, en segundos: se les ajusta la última capa del modelo y se mide con radiografías apartadas. Las radiografías se quedan en este equipo.</translation>
    </message>
    <message>
        <source>From the shortest part on</source>
        <translation>Desde la parte más corta</translation>
    </message>
    <message>
        <source>From {name} on</source>
        <translation>Desde {name}</translation>
    </message>
    <message>
        <source>Function of the window</source>
        <translation>Función de la ventana</translation>
    </message>
    <message>
        <source>Give every action the key that LungDesk brings</source>
        <translation>Dar a cada acción la tecla que trae LungDesk</translation>
    </message>
    <message>
        <source>Give it a name first</source>
        <translation>Póngale primero un nombre</translation>
    </message>
    <message>
        <source>Go back to the step Run.</source>
        <translation>Vuelva al paso Ejecución.</translation>
    </message>
    <message>
        <source>Go back to what the monitor states</source>
        <translation>Volver a lo que indica el monitor</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Go on (Enter)</source>
        <translation>Seguir (Intro)</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>Seguir en segundo plano</translation>
    </message>
    <message>
        <source>Go on with another training, or remove it</source>
        <translation>Seguir con otro entrenamiento, o eliminarlo</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Seguir con él</translation>
    </message>
    <message>
        <source>Go to the next step (Alt+Right)</source>
        <translation>Ir al paso siguiente (Alt+Derecha)</translation>
    </message>
    <message>
        <source>Go to the step before (Alt+Left)</source>
        <translation>Ir al paso anterior (Alt+Izquierda)</translation>
    </message>
    <message>
        <source>Grad-CAM has the scale that is fixed for the model. Each of the other rows, in other units, has a scale of its own, the same for all its maps.</source>
        <translation>Grad-CAM tiene la escala fija del modelo. Cada una de las otras filas, en otras unidades, tiene su propia escala, la misma para todos sus mapas.</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Guía</translation>
    </message>
    <message>
        <source>Hard ones</source>
        <translation>Las difíciles</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap colour scale</source>
        <translation>Escala de color del mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap opacity</source>
        <translation>Opacidad del mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap scale end</source>
        <translation>Extremo de la escala del mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap style</source>
        <translation>Estilo del mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap threshold</source>
        <translation>Umbral del mapa de calor</translation>
    </message>
    <message>
        <source>Heatmap: {name}</source>
        <translation>Mapa de calor: {name}</translation>
    </message>
    <message>
        <source>Help &gt; Tour shows this again.</source>
        <translation>Ayuda &gt; Visita guiada vuelve a mostrar esto.</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>Hide what is inside of sequences</source>
        <translation>Ocultar lo que hay dentro de las secuencias</translation>
    </message>
    <message>
        <source>Hide whose films these are</source>
        <translation>Ocultar de quién son las radiografías</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histograma</translation>
    </message>
    <message>
        <source>Histogram, figures and presets of the window</source>
        <translation>Histograma, cifras y preajustes de la ventana</translation>
    </message>
    <message>
        <source>Hold the card or the ruler against the screen and make the bar exactly as long. “True size” then shows 1 mm of the film as 1 mm on this monitor. Once for each monitor is enough.</source>
        <translation>Acerque la tarjeta o la regla a la pantalla y haga la barra exactamente igual de larga. «Tamaño real» mostrará entonces 1 mm de la radiografía como 1 mm en este monitor. Basta una vez por monitor.</translation>
    </message>
    <message>
        <source>Hollow point: each film is read as its most probable class. Drag it along a curve to say from which probability on a film is read as this class; the matrix follows.</source>
        <translation>Punto hueco: cada radiografía se lee como su clase más probable. Arrástrelo por una curva para decir desde qué probabilidad se lee como esta clase; la matriz lo sigue.</translation>
    </message>
    <message>
        <source>How far is trained</source>
        <translation>Hasta dónde se entrena</translation>
    </message>
    <message>
        <source>How far people are</source>
        <translation>Por dónde van las personas</translation>
    </message>
    <message>
        <source>How far people are: U unread, P in progress, D to discuss, R read</source>
        <translation>Por dónde van las personas: U sin leer, P en curso, D por discutir, R leído</translation>
    </message>
    <message>
        <source>How far the probability falls when a small place is blurred. Asks the model 257 times.</source>
        <translation>Cuánto baja la probabilidad al difuminar un pequeño lugar. Pregunta al modelo 257 veces.</translation>
    </message>
    <message>
        <source>How far you and the model agree on films read blinded</source>
        <translation>Cuánto coinciden usted y el modelo en radiografías leídas a ciegas</translation>
    </message>
    <message>
        <source>How grey rises from black to white</source>
        <translation>Cómo sube el gris del negro al blanco</translation>
    </message>
    <message>
        <source>How it was read</source>
        <translation>Cómo se leyó</translation>
    </message>
    <message>
        <source>How many are tried; 0 for none</source>
        <translation>Cuántos se prueban; 0 para ninguno</translation>
    </message>
    <message>
        <source>How much of the ruler the bar is to cover</source>
        <translation>Cuánto de la regla debe cubrir la barra</translation>
    </message>
    <message>
        <source>How much the views of a film differ from it</source>
        <translation>Cuánto difieren de ella las vistas de una radiografía</translation>
    </message>
    <message>
        <source>How strongly the map covers the film</source>
        <translation>Con qué fuerza cubre el mapa la radiografía</translation>
    </message>
    <message>
        <source>How sure you are</source>
        <translation>Cuán seguro está</translation>
    </message>
    <message>
        <source>How sure?</source>
        <translation>¿Cuán seguro?</translation>
    </message>
    <message>
        <source>How thoroughly</source>
        <translation>Con qué detalle</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>En reposo</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Importar un modelo</translation>
    </message>
    <message>
        <source>Import one, or train one of your own.</source>
        <translation>Importe uno, o entrene uno propio.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>In it each patient has a folder, and each study one of its own.</source>
        <translation>En ella cada paciente tiene una carpeta, y cada estudio la suya.</translation>
    </message>
    <message>
        <source>In place of {films} lies another file by now: what was drawn or marked there is left out.</source>
        <translation>En lugar de {films} hay ahora otro archivo: se omite lo que se dibujó o marcó allí.</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>In {parent}.</source>
        <translation>En {parent}.</translation>
    </message>
    <message>
        <source>Install a model from a .lungdesk file (Ctrl+I)</source>
        <translation>Instalar un modelo de un archivo .lungdesk (Ctrl+I)</translation>
    </message>
    <message>
        <source>Install the removed model again</source>
        <translation>Instalar de nuevo el modelo eliminado</translation>
    </message>
    <message>
        <source>Institution</source>
        <translation>Institución</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrumpido</translation>
    </message>
    <message>
        <source>Invert and read</source>
        <translation>Invertir y leer</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertida</translation>
    </message>
    <message>
        <source>Is the finding right?</source>
        <translation>¿Es correcto el hallazgo?</translation>
    </message>
    <message>
        <source>It begins with random numbers and knows nothing of pictures: it needs many more films, tens of thousands, and training of the whole network.</source>
        <translation>Empieza con números al azar y no sabe nada de imágenes: necesita muchas más radiografías, decenas de miles, y entrenar toda la red.</translation>
    </message>
    <message>
        <source>It begins with what it has learnt from the million photographs of ImageNet.</source>
        <translation>Empieza con lo que ha aprendido del millón de fotografías de ImageNet.</translation>
    </message>
    <message>
        <source>It begins with what stands in {weights}.</source>
        <translation>Empieza con lo que hay en {weights}.</translation>
    </message>
    <message>
        <source>It ends sooner when a model stops getting better; other work slows it down.</source>
        <translation>Acaba antes cuando un modelo deja de mejorar; otro trabajo lo retrasa.</translation>
    </message>
    <message>
        <source>It explains the model, not the patient.</source>
        <translation>Explica el modelo, no al paciente.</translation>
    </message>
    <message>
        <source>It is being trained: stop it first.</source>
        <translation>Se está entrenando: deténgalo primero.</translation>
    </message>
    <message>
        <source>It is measured in pixels: the file does not say how large one is. Measure &gt; Calibrate does.</source>
        <translation>Se mide en píxeles: el archivo no dice cuánto mide uno. Medir &gt; Calibrar sí lo hace.</translation>
    </message>
    <message>
        <source>It is measured when nothing else is being measured or trained.</source>
        <translation>Se mide cuando no se mide ni se entrena nada más.</translation>
    </message>
    <message>
        <source>It is measured when nothing is trained any more.</source>
        <translation>Se mide cuando ya no se entrena nada.</translation>
    </message>
    <message>
        <source>It reads already</source>
        <translation>Ya lee</translation>
    </message>
    <message>
        <source>It reads nothing. Put it back, or delete it to free its space.</source>
        <translation>No lee nada. Recupérelo, o elimínelo para liberar su espacio.</translation>
    </message>
    <message>
        <source>It was said earlier: {name}.</source>
        <translation>Se dijo antes: {name}.</translation>
    </message>
    <message>
        <source>Its choices and runs are deleted. Films, and models in the library, stay.</source>
        <translation>Se eliminan sus elecciones y ejecuciones. Las radiografías y los modelos de la biblioteca se quedan.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Keep as</source>
        <translation>Conservar como</translation>
    </message>
    <message>
        <source>Keep as preset</source>
        <translation>Como preajuste</translation>
    </message>
    <message>
        <source>Keep groups whole</source>
        <translation>Mantener enteros los grupos</translation>
    </message>
    <message>
        <source>Keep models, worklist, trainings there</source>
        <translation>Guardar allí modelos, lista de trabajo y entrenamientos</translation>
    </message>
    <message>
        <source>Keep one film of each pair, or keep both in one part.</source>
        <translation>Conserve una radiografía de cada par, o ambas en una parte.</translation>
    </message>
    <message>
        <source>Keep one film of each; those to measure on stay</source>
        <translation>Conservar una de cada; quedan las que sirven para medir</translation>
    </message>
    <message>
        <source>Keep the model</source>
        <translation>Conservar el modelo</translation>
    </message>
    <message>
        <source>Keep view and measures as DICOM</source>
        <translation>Guardar vista y medidas como DICOM</translation>
    </message>
    <message>
        <source>Keep what you see, then show what the model says</source>
        <translation>Conservar lo que usted ve y mostrar después lo que dice el modelo</translation>
    </message>
    <message>
        <source>Keeping {name}</source>
        <translation>Conservando {name}</translation>
    </message>
    <message>
        <source>Kept with the study when you leave this field (T; Esc goes back to the list)</source>
        <translation>Se guarda con el estudio al salir de este campo (T; Esc vuelve a la lista)</translation>
    </message>
    <message>
        <source>Kept with your reading</source>
        <translation>Se guarda con su lectura</translation>
    </message>
    <message>
        <source>Kept with your reading, if you write one (Return shows the model’s answer)</source>
        <translation>Se guarda con su lectura, si escribe uno (Intro muestra la respuesta del modelo)</translation>
    </message>
    <message>
        <source>Kept with your verdict: write it, then accept, reject or correct (C; Return keeps it with a verdict that you have given already)</source>
        <translation>Se guarda con su veredicto: escríbalo y después acepte, descarte o corrija (C; Intro lo guarda con un veredicto que ya ha dado)</translation>
    </message>
    <message>
        <source>Key for {texts}</source>
        <translation>Tecla para {texts}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Keys, mouse, monitor, privacy</source>
        <translation>Teclas, ratón, monitor, privacidad</translation>
    </message>
    <message>
        <source>La&amp;yout</source>
        <translation>&amp;Disposición</translation>
    </message>
    <message>
        <source>Labelled films (*.csv *.zip *.CSV *.ZIP);;All files (*)</source>
        <translation>Radiografías etiquetadas (*.csv *.zip *.CSV *.ZIP);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Language of reports</source>
        <translation>Idioma de los informes</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Idioma de la ventana</translation>
    </message>
    <message>
        <source>Layout: &amp;four films</source>
        <translation>Disposición: &amp;cuatro radiografías</translation>
    </message>
    <message>
        <source>Layout: &amp;one film</source>
        <translation>Disposición: &amp;una radiografía</translation>
    </message>
    <message>
        <source>Layout: one &amp;above the other</source>
        <translation>Disposición: una encima de la &amp;otra</translation>
    </message>
    <message>
        <source>Layout: side &amp;by side</source>
        <translation>Disposición: en &amp;paralelo</translation>
    </message>
    <message>
        <source>Learn everything from these films</source>
        <translation>Aprenderlo todo de estas radiografías</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>Leave out all films of a hospital or collection</source>
        <translation>Omitir todas las radiografías de un hospital o una colección</translation>
    </message>
    <message>
        <source>Leave the blinded first read to look at it.</source>
        <translation>Salga de la primera lectura a ciegas para verlo.</translation>
    </message>
    <message>
        <source>Leave them out, or call the folders, or the labels of the manifest, as the model's classes.</source>
        <translation>Omítalas, o llame a las carpetas, o a las etiquetas del manifiesto, como las clases del modelo.</translation>
    </message>
    <message>
        <source>Leave these classes out</source>
        <translation>Omitir estas clases</translation>
    </message>
    <message>
        <source>Leave these films out</source>
        <translation>Omitir estas radiografías</translation>
    </message>
    <message>
        <source>Left drag changes the window, right drag zooms, middle drag moves the film; a right click opens a menu.</source>
        <translation>Arrastrar con el izquierdo cambia la ventana, con el derecho amplía, con el central mueve la radiografía; un clic derecho abre un menú.</translation>
    </message>
    <message>
        <source>Left out, because the model does not know them: {named}.</source>
        <translation>Omitidas, porque el modelo no las conoce: {named}.</translation>
    </message>
    <message>
        <source>Length in mm</source>
        <translation>Longitud en mm</translation>
    </message>
    <message>
        <source>Length of the bar</source>
        <translation>Longitud de la barra</translation>
    </message>
    <message>
        <source>Length of the bar in mm</source>
        <translation>Longitud de la barra en mm</translation>
    </message>
    <message>
        <source>Lengths that you measure are right all the same.</source>
        <translation>Las longitudes que usted mida son correctas de todos modos.</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Menos</translation>
    </message>
    <message>
        <source>Let a preset give this window, on every film by its own histogram</source>
        <translation>Hacer que un preajuste dé esta ventana, en cada radiografía según su histograma</translation>
    </message>
    <message>
        <source>Let the evaluated model read (Model &gt; Model library) to see its own.</source>
        <translation>Haga que lea el modelo evaluado (Modelo &gt; Biblioteca de modelos) para ver el suyo.</translation>
    </message>
    <message>
        <source>Let the name end in .png, .jpg or .tif.</source>
        <translation>Haga que el nombre termine en .png, .jpg o .tif.</translation>
    </message>
    <message>
        <source>Letterhead, paper and language</source>
        <translation>Membrete, papel e idioma</translation>
    </message>
    <message>
        <source>Levels: sees finer detail, too</source>
        <translation>Niveles: ve también lo más fino</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Ligero</translation>
    </message>
    <message>
        <source>Light or dark as the system is</source>
        <translation>Claro u oscuro como el sistema</translation>
    </message>
    <message>
        <source>Light panels, for a bright room</source>
        <translation>Paneles claros, para una sala iluminada</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Lineal</translation>
    </message>
    <message>
        <source>Linear (DICOM, half a value off)</source>
        <translation>Lineal (DICOM, medio valor)</translation>
    </message>
    <message>
        <source>Link &amp;windows</source>
        <translation>Vincular &amp;ventanas</translation>
    </message>
    <message>
        <source>Link &amp;zoom and position</source>
        <translation>Vincular &amp;zoom y posición</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Lista</translation>
    </message>
    <message>
        <source>List again</source>
        <translation>Listar de nuevo</translation>
    </message>
    <message>
        <source>List of films</source>
        <translation>Lista de radiografías</translation>
    </message>
    <message>
        <source>List of measurements</source>
        <translation>Lista de medidas</translation>
    </message>
    <message>
        <source>Listing the films</source>
        <translation>Listando las radiografías</translation>
    </message>
    <message>
        <source>Listing the films was stopped: list them again.</source>
        <translation>Se detuvo el listado de las radiografías: lístelas de nuevo.</translation>
    </message>
    <message>
        <source>Lite0 that also looks at the finer levels of the picture, for small signs; slower.</source>
        <translation>Lite0 que mira además los niveles más finos de la imagen, para signos pequeños; más lenta.</translation>
    </message>
    <message>
        <source>Little contrast, nothing lost</source>
        <translation>Poco contraste, sin perder nada</translation>
    </message>
    <message>
        <source>Local &amp;contrast</source>
        <translation>Contraste &amp;local</translation>
    </message>
    <message>
        <source>Local films of each class</source>
        <translation>Radiografías locales de cada clase</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logotipo</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Mirar de nuevo</translation>
    </message>
    <message>
        <source>Look at the films that are chosen</source>
        <translation>Mirar las radiografías elegidas</translation>
    </message>
    <message>
        <source>Look at the pairs. Drop one film of each, or keep both in one part.</source>
        <translation>Mire los pares. Quite una radiografía de cada uno, o mantenga ambas en una parte.</translation>
    </message>
    <message>
        <source>Look at what was written, in the file manager</source>
        <translation>Ver lo escrito en el administrador de archivos</translation>
    </message>
    <message>
        <source>Look for copies, leaks and shortcuts</source>
        <translation>Buscar copias, fugas y atajos</translation>
    </message>
    <message>
        <source>Look round on a sample film</source>
        <translation>Explorar con una radiografía de muestra</translation>
    </message>
    <message>
        <source>Look through the file's elements</source>
        <translation>Recorrer los elementos del archivo</translation>
    </message>
    <message>
        <source>Look up {code} in the guide</source>
        <translation>Buscar {code} en la guía</translation>
    </message>
    <message>
        <source>Look whether it is whole</source>
        <translation>Comprobar si está íntegro</translation>
    </message>
    <message>
        <source>Looking at the films</source>
        <translation>Mirando las radiografías</translation>
    </message>
    <message>
        <source>Looking at this computer and verifying its models…</source>
        <translation>Mirando este equipo y verificando sus modelos…</translation>
    </message>
    <message>
        <source>Looking at what is trained…</source>
        <translation>Mirando qué está entrenado…</translation>
    </message>
    <message>
        <source>Looking for films</source>
        <translation>Buscando radiografías</translation>
    </message>
    <message>
        <source>Looking for the server</source>
        <translation>Buscando el servidor</translation>
    </message>
    <message>
        <source>Looks at every film: copies, leaks, and what gives the class away. You can go on meanwhile.</source>
        <translation>Mira cada radiografía: copias, fugas y lo que delata la clase. Entretanto puede seguir.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Loss (less is better)</source>
        <translation>Pérdida (menos es mejor)</translation>
    </message>
    <message>
        <source>Lossy compressed</source>
        <translation>Compresión con pérdida</translation>
    </message>
    <message>
        <source>Lu&amp;ng outlines</source>
        <translation>Contornos de los &amp;pulmones</translation>
    </message>
    <message>
        <source>LungDesk film</source>
        <translation>Radiografía de LungDesk</translation>
    </message>
    <message>
        <source>LungDesk reads chest radiographs and shows why. It is a tool for research: it is no medical device, and nothing it says may decide about a patient. It can be wrong, also where it sounds certain; its maps explain the model, not the patient.</source>
        <translation>LungDesk lee radiografías de tórax y muestra por qué. Es una herramienta de investigación: no es un producto sanitario, y nada de lo que dice puede decidir sobre un paciente. Puede equivocarse, también cuando suena seguro; sus mapas explican el modelo, no al paciente.</translation>
    </message>
    <message>
        <source>LungDesk report</source>
        <translation>Informe de LungDesk</translation>
    </message>
    <message>
        <source>LungDesk {version}</source>
        <translation>LungDesk {version}</translation>
    </message>
    <message>
        <source>Lungs</source>
        <translation>Pulmones</translation>
    </message>
    <message>
        <source>M&amp;agnifier</source>
        <translation>&amp;Lupa</translation>
    </message>
    <message>
        <source>Macro AUROC</source>
        <translation>AUROC macro</translation>
    </message>
    <message>
        <source>Macro F1</source>
        <translation>F1 macro</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>F1 macro</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>Crear</translation>
    </message>
    <message>
        <source>Make it the model that reads; the film shown is read again</source>
        <translation>Hacer que sea el modelo que lee; la radiografía mostrada se lee de nuevo</translation>
    </message>
    <message>
        <source>Make the bar as long; the arrow keys take one pixel a step</source>
        <translation>Haga la barra igual de larga; las flechas avanzan un píxel por paso</translation>
    </message>
    <message>
        <source>Make the maps: {title}</source>
        <translation>Crear los mapas: {title}</translation>
    </message>
    <message>
        <source>Mark the film as key image</source>
        <translation>Marcar la radiografía como imagen clave</translation>
    </message>
    <message>
        <source>Mark the open study read, open the next</source>
        <translation>Marcar como leído el estudio abierto y abrir el siguiente</translation>
    </message>
    <message>
        <source>Mean F1 of the classes</source>
        <translation>F1 media de las clases</translation>
    </message>
    <message>
        <source>Mean area under the ROC curves</source>
        <translation>Área media bajo las curvas ROC</translation>
    </message>
    <message>
        <source>Mean gap between confidence and accuracy; 0 is best</source>
        <translation>Distancia media entre confianza y exactitud; 0 es lo mejor</translation>
    </message>
    <message>
        <source>Mean of the classes</source>
        <translation>Media de las clases</translation>
    </message>
    <message>
        <source>Mean of −ln of the true class's probability; 0 is best</source>
        <translation>Media de −ln de la probabilidad de la clase verdadera; 0 es lo mejor</translation>
    </message>
    <message>
        <source>Mean sensitivity of the classes</source>
        <translation>Sensibilidad media de las clases</translation>
    </message>
    <message>
        <source>Mean squared distance from the truth, 0 to 2; 0 is best</source>
        <translation>Distancia cuadrática media a la verdad, de 0 a 2; 0 es lo mejor</translation>
    </message>
    <message>
        <source>Meaning of {name}</source>
        <translation>Significado de {name}</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Medir</translation>
    </message>
    <message>
        <source>Measure a length</source>
        <translation>Medir una longitud</translation>
    </message>
    <message>
        <source>Measure a model on labelled films</source>
        <translation>Medir un modelo con radiografías etiquetadas</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Medir de nuevo</translation>
    </message>
    <message>
        <source>Measure an angle: arm, vertex, arm</source>
        <translation>Medir un ángulo: lado, vértice, lado</translation>
    </message>
    <message>
        <source>Measure heart against thorax</source>
        <translation>Medir el corazón frente al tórax</translation>
    </message>
    <message>
        <source>Measure how long this computer takes</source>
        <translation>Medir cuánto tarda este equipo</translation>
    </message>
    <message>
        <source>Measure on (test)</source>
        <translation>Para medir (prueba)</translation>
    </message>
    <message>
        <source>Measure on the films of the classes that the model knows</source>
        <translation>Medir con las radiografías de las clases que conoce el modelo</translation>
    </message>
    <message>
        <source>Measure on the training's own films</source>
        <translation>Medir con las radiografías del propio entrenamiento</translation>
    </message>
    <message>
        <source>Measure the angle between two lines</source>
        <translation>Medir el ángulo entre dos líneas</translation>
    </message>
    <message>
        <source>Measure the reading time</source>
        <translation>Medir el tiempo de lectura</translation>
    </message>
    <message>
        <source>Measure the values in a contour</source>
        <translation>Medir los valores dentro de un contorno</translation>
    </message>
    <message>
        <source>Measure the values in a rectangle</source>
        <translation>Medir los valores dentro de un rectángulo</translation>
    </message>
    <message>
        <source>Measure the values in an ellipse</source>
        <translation>Medir los valores dentro de una elipse</translation>
    </message>
    <message>
        <source>Measure them once with a bank card: Preferences, Mouse and display.</source>
        <translation>Mídalos una vez con una tarjeta bancaria: Preferencias, Ratón y pantalla.</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Medido con</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>Medidas</translation>
    </message>
    <message>
        <source>Measuring, the worklist, training and evaluation are in the menus.</source>
        <translation>La medición, la lista de trabajo, el entrenamiento y la evaluación están en los menús.</translation>
    </message>
    <message>
        <source>Measuring; the bar at the foot of the window says how far…</source>
        <translation>Midiendo; la barra al pie de la ventana dice cuánto lleva…</translation>
    </message>
    <message>
        <source>Median time</source>
        <translation>Tiempo mediano</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>Menús</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Centro</translation>
    </message>
    <message>
        <source>Midline and thorax follow the lungs found. </source>
        <translation>La línea media y el tórax siguen los pulmones encontrados. </translation>
    </message>
    <message>
        <source>Mirror left and right</source>
        <translation>Reflejar izquierda y derecha</translation>
    </message>
    <message>
        <source>Mirror top and bottom</source>
        <translation>Reflejar arriba y abajo</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>Reflejada</translation>
    </message>
    <message>
        <source>Mo&amp;del</source>
        <translation>Mod&amp;elo</translation>
    </message>
    <message>
        <source>Mod&amp;el: identifier, version, hash</source>
        <translation>M&amp;odelo: identificador, versión, hash</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Model &amp;library…</source>
        <translation>&amp;Biblioteca de modelos…</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Ficha del modelo</translation>
    </message>
    <message>
        <source>Model library</source>
        <translation>Biblioteca de modelos</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>Modelo: {model}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Models (*.lungdesk)</source>
        <translation>Modelos (*.lungdesk)</translation>
    </message>
    <message>
        <source>Models that are compared</source>
        <translation>Modelos que se comparan</translation>
    </message>
    <message>
        <source>Models, worklist, trainings</source>
        <translation>Modelos, lista de trabajo, entrenamientos</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>Monitor</translation>
    </message>
    <message>
        <source>Monitor not measured</source>
        <translation>Monitor sin medir</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>More about how the heatmap looks</source>
        <translation>Más sobre el aspecto del mapa de calor</translation>
    </message>
    <message>
        <source>Most likely {name} ({share}), but {doubt}.</source>
        <translation>Lo más probable: {name} ({share}), pero {doubt}.</translation>
    </message>
    <message>
        <source>Most probable class</source>
        <translation>Clase más probable</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Ratón</translation>
    </message>
    <message>
        <source>Mouse and display</source>
        <translation>Ratón y pantalla</translation>
    </message>
    <message>
        <source>Move all films together</source>
        <translation>Mover juntas todas las radiografías</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name of the hospital</source>
        <translation>Nombre del hospital</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Nombre del modelo</translation>
    </message>
    <message>
        <source>Names, IDs, birth dates and names of files are hidden everywhere in the window: on the film, in the list, the title, messages, measurements, recent files and DICOM tags, which are copied without them too. Films are called by their number in the list. Overlays of the file are left out, because many hold the name, and pictures begin without identity.</source>
        <translation>Los nombres, ID, fechas de nacimiento y nombres de archivo se ocultan en toda la ventana: en la radiografía, en la lista, el título, los mensajes, las medidas, los archivos recientes y las etiquetas DICOM, que también se copian sin ellos. Las radiografías se llaman por su número en la lista. Se omiten las superposiciones del archivo, porque muchas llevan el nombre, y las imágenes empiezan sin identidad.</translation>
    </message>
    <message>
        <source>Ne&amp;xt key image</source>
        <translation>Imagen clave s&amp;iguiente</translation>
    </message>
    <message>
        <source>Neither turned nor shifted; but the plan has films look as if other machines had taken them: grain, shades, sharper edges, bare rectangles.</source>
        <translation>Ni giradas ni desplazadas; pero el plan hace que parezcan tomadas por otros aparatos: grano, sombras, bordes más nítidos, rectángulos vacíos.</translation>
    </message>
    <message>
        <source>Never part them; splits anew where needed</source>
        <translation>No separarlos nunca; repartir de nuevo si hace falta</translation>
    </message>
    <message>
        <source>New split</source>
        <translation>Partición nueva</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Entrenamiento nuevo</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Next &amp;frame</source>
        <translation>&amp;Fotograma siguiente</translation>
    </message>
    <message>
        <source>Next films</source>
        <translation>Radiografías siguientes</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Página siguiente</translation>
    </message>
    <message>
        <source>Next page (Page Down)</source>
        <translation>Página siguiente (AvPág)</translation>
    </message>
    <message>
        <source>Next stud&amp;y</source>
        <translation>Estudi&amp;o siguiente</translation>
    </message>
    <message>
        <source>Next unread</source>
        <translation>Siguiente sin leer</translation>
    </message>
    <message>
        <source>No backbone is trained yet.</source>
        <translation>Aún no hay ninguna red base entrenada.</translation>
    </message>
    <message>
        <source>No earlier film of this patient is open or in the worklist.</source>
        <translation>No hay ninguna radiografía anterior de este paciente, ni abierta ni en la lista de trabajo.</translation>
    </message>
    <message>
        <source>No film</source>
        <translation>Sin radiografía</translation>
    </message>
    <message>
        <source>No film has been read blinded yet: switch on Model &gt; Blinded first read, and say of each film what you see before the model’s answer is shown.</source>
        <translation>Aún no se ha leído ninguna radiografía a ciegas: active Modelo &gt; Primera lectura a ciegas y diga de cada radiografía lo que ve antes de que se muestre la respuesta del modelo.</translation>
    </message>
    <message>
        <source>No film here</source>
        <translation>Aquí no hay radiografía</translation>
    </message>
    <message>
        <source>No film is marked</source>
        <translation>No hay ninguna radiografía marcada</translation>
    </message>
    <message>
        <source>No film is open</source>
        <translation>No hay ninguna radiografía abierta</translation>
    </message>
    <message>
        <source>No film is open.</source>
        <translation>No hay ninguna radiografía abierta.</translation>
    </message>
    <message>
        <source>No film is open. Drop files or a folder here.</source>
        <translation>No hay ninguna radiografía abierta. Suelte aquí archivos o una carpeta.</translation>
    </message>
    <message>
        <source>No film is read wrongly</source>
        <translation>Ninguna radiografía está mal leída</translation>
    </message>
    <message>
        <source>No films are chosen</source>
        <translation>No se han elegido radiografías</translation>
    </message>
    <message>
        <source>No films are chosen.</source>
        <translation>No se han elegido radiografías.</translation>
    </message>
    <message>
        <source>No finding</source>
        <translation>Sin hallazgo</translation>
    </message>
    <message>
        <source>No frontal chest films by their header</source>
        <translation>No son radiografías frontales de tórax según su cabecera</translation>
    </message>
    <message>
        <source>No listed film is a key image. K marks the one that is shown.</source>
        <translation>Ninguna radiografía de la lista es imagen clave. K marca la que se muestra.</translation>
    </message>
    <message>
        <source>No measurement is selected</source>
        <translation>No hay ninguna medida seleccionada</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Sin modelo</translation>
    </message>
    <message>
        <source>No model can be read</source>
        <translation>Ningún modelo se puede leer</translation>
    </message>
    <message>
        <source>No model is installed</source>
        <translation>No hay ningún modelo instalado</translation>
    </message>
    <message>
        <source>No model of this training is finished yet: this is {name}, which reads now.</source>
        <translation>Aún no ha terminado ningún modelo de este entrenamiento: este es {name}, que lee ahora.</translation>
    </message>
    <message>
        <source>No more of this heat lies inside the lungs than if it were spread evenly: {inside} inside, {even} if even. The model may go by something else than the lungs.</source>
        <translation>Dentro de los pulmones no hay más de este calor que si estuviera repartido por igual: dentro está el {inside}, por igual sería el {even}. Puede que el modelo se guíe por algo que no son los pulmones.</translation>
    </message>
    <message>
        <source>No names, no folders, no patients: it can be given to whoever helps you.</source>
        <translation>Ni nombres, ni carpetas, ni pacientes: se puede dar a quien le ayude.</translation>
    </message>
    <message>
        <source>No prior</source>
        <translation>Sin estudio previo</translation>
    </message>
    <message>
        <source>No probabilities are shown. [{code}]</source>
        <translation>No se muestran probabilidades. [{code}]</translation>
    </message>
    <message>
        <source>No run is chosen.</source>
        <translation>No se ha elegido ninguna ejecución.</translation>
    </message>
    <message>
        <source>No study is as the filters want it.</source>
        <translation>Ningún estudio cumple los filtros.</translation>
    </message>
    <message>
        <source>No study is chosen</source>
        <translation>Ningún estudio elegido</translation>
    </message>
    <message>
        <source>No tag holds “{text}”.</source>
        <translation>Ninguna etiqueta contiene «{text}».</translation>
    </message>
    <message>
        <source>No unread study is left in the worklist.</source>
        <translation>No queda ningún estudio sin leer en la lista de trabajo.</translation>
    </message>
    <message>
        <source>No weights here</source>
        <translation>Aquí no hay pesos</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>None of the films of val can be read.</source>
        <translation>No se puede leer ninguna radiografía de validación.</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>Sin comparar</translation>
    </message>
    <message>
        <source>Not defined: it needs films
of this class and of others.</source>
        <translation>Sin definir: necesita radiografías
de esta clase y de otras.</translation>
    </message>
    <message>
        <source>Not evaluated yet: {part_name}</source>
        <translation>Aún sin evaluar: {part_name}</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Not made yet.</source>
        <translation>Aún no creado.</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Sin medir</translation>
    </message>
    <message>
        <source>Not measured here yet</source>
        <translation>Aún sin medir aquí</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Aún no leído</translation>
    </message>
    <message>
        <source>Not read yet: no heatmap</source>
        <translation>Aún sin leer: sin mapa de calor</translation>
    </message>
    <message>
        <source>Not read yet: no heatmap, no lung outlines</source>
        <translation>Aún sin leer: sin mapa de calor ni contornos de los pulmones</translation>
    </message>
    <message>
        <source>Not read yet: no lung outlines</source>
        <translation>Aún sin leer: sin contornos de los pulmones</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>No se indica</translation>
    </message>
    <message>
        <source>Not shown in privacy mode: it names folders.</source>
        <translation>No se muestra en modo de privacidad: nombra carpetas.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Note on the study</source>
        <translation>Nota sobre el estudio</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>No se encontró nada</translation>
    </message>
    <message>
        <source>Nothing has been read yet</source>
        <translation>Aún no se ha leído nada</translation>
    </message>
    <message>
        <source>Nothing in the guide holds “{text}”.</source>
        <translation>Nada en la guía contiene «{text}».</translation>
    </message>
    <message>
        <source>Nothing is called so. Type another word, or delete some letters.</source>
        <translation>Nada se llama así. Escriba otra palabra, o borre algunas letras.</translation>
    </message>
    <message>
        <source>Nothing is compared.</source>
        <translation>No se compara nada.</translation>
    </message>
    <message>
        <source>Nothing is evaluated yet</source>
        <translation>Aún no se ha evaluado nada</translation>
    </message>
    <message>
        <source>Nothing is measured</source>
        <translation>No se mide nada</translation>
    </message>
    <message>
        <source>Nothing is trained yet</source>
        <translation>Aún no se ha entrenado nada</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Aún no hay nada que comparar</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>Nada que rehacer</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Nada que deshacer</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>Oclusión</translation>
    </message>
    <message>
        <source>Of reports on films and batches. Model cards, comparisons and tables for programs are in English.</source>
        <translation>De los informes sobre radiografías y lotes. Las fichas de modelos, las comparaciones y las tablas para programas están en inglés.</translation>
    </message>
    <message>
        <source>Of the {count} nearest of {known:,} training films</source>
        <translation>De las {count} más cercanas entre {known:,} radiografías de entrenamiento</translation>
    </message>
    <message>
        <source>Old, simple and well studied; its heatmaps are fine, its computing is heavy.</source>
        <translation>Antigua, sencilla y bien estudiada; sus mapas de calor son finos, su cálculo es pesado.</translation>
    </message>
    <message>
        <source>On average the leading class has {confidence:.0f} %, and it is right in {share} of {films}: </source>
        <translation>En promedio la clase principal tiene el {confidence:.0f} %, y es correcta en el {share} de {films}: </translation>
    </message>
    <message>
        <source>On films left out</source>
        <translation>En radiografías apartadas</translation>
    </message>
    <message>
        <source>Only the box around the lungs, which a small network finds first.</source>
        <translation>Solo el recuadro de los pulmones, que una pequeña red encuentra primero.</translation>
    </message>
    <message>
        <source>Only this finding</source>
        <translation>Solo este hallazgo</translation>
    </message>
    <message>
        <source>Only what was read together</source>
        <translation>Solo lo que se leyó junto</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacidad</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>Abrir &amp;carpeta…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>A&amp;brir reciente</translation>
    </message>
    <message>
        <source>Open Train a model to go on.</source>
        <translation>Abra «Entrenar un modelo» para seguir.</translation>
    </message>
    <message>
        <source>Open a film ({key}); it is read at once.</source>
        <translation>Abra una radiografía ({key}); se lee enseguida.</translation>
    </message>
    <message>
        <source>Open a film: its reading is what is explained here.</source>
        <translation>Abra una radiografía: su lectura es lo que se explica aquí.</translation>
    </message>
    <message>
        <source>Open a film; it is read at once.</source>
        <translation>Abra una radiografía; se lee enseguida.</translation>
    </message>
    <message>
        <source>Open a folder of films</source>
        <translation>Abrir una carpeta de radiografías</translation>
    </message>
    <message>
        <source>Open a second film to compare this one with.</source>
        <translation>Abra una segunda radiografía para comparar esta con ella.</translation>
    </message>
    <message>
        <source>Open all films of a folder</source>
        <translation>Abrir todas las radiografías de una carpeta</translation>
    </message>
    <message>
        <source>Open films</source>
        <translation>Abrir radiografías</translation>
    </message>
    <message>
        <source>Open films	Enter</source>
        <translation>Abrir radiografías	Intro</translation>
    </message>
    <message>
        <source>Open films in the window, or classify a folder.</source>
        <translation>Abra radiografías en la ventana, o clasifique una carpeta.</translation>
    </message>
    <message>
        <source>Open films…</source>
        <translation>Abrir radiografías…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Abrir carpeta…</translation>
    </message>
    <message>
        <source>Open one or more films</source>
        <translation>Abrir una o varias radiografías</translation>
    </message>
    <message>
        <source>Open the chapter on what you are at</source>
        <translation>Abrir el capítulo sobre lo que está haciendo</translation>
    </message>
    <message>
        <source>Open the film from where it is now.</source>
        <translation>Abra la radiografía desde donde está ahora.</translation>
    </message>
    <message>
        <source>Open the folder of the earlier study, or choose any film of the list for this place.</source>
        <translation>Abra la carpeta del estudio anterior, o elija para este lugar cualquier radiografía de la lista.</translation>
    </message>
    <message>
        <source>Open the next unread study</source>
        <translation>Abrir el siguiente estudio sin leer</translation>
    </message>
    <message>
        <source>Open the next unread study (N)</source>
        <translation>Abrir el siguiente estudio sin leer (N)</translation>
    </message>
    <message>
        <source>Open these films in the main window</source>
        <translation>Abrir estas radiografías en la ventana principal</translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation>Abrir {name} de nuevo</translation>
    </message>
    <message>
        <source>Open {path}</source>
        <translation>Abrir {path}</translation>
    </message>
    <message>
        <source>Opening the worklist</source>
        <translation>Abriendo la lista de trabajo</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>Abriendo {name}</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Abriendo…</translation>
    </message>
    <message>
        <source>Other data folder…</source>
        <translation>Otra carpeta de datos…</translation>
    </message>
    <message>
        <source>Other films</source>
        <translation>Otras radiografías</translation>
    </message>
    <message>
        <source>Other films…</source>
        <translation>Otras radiografías…</translation>
    </message>
    <message>
        <source>Other hospitals</source>
        <translation>Otros hospitales</translation>
    </message>
    <message>
        <source>Other maps, put to the test</source>
        <translation>Otros mapas, puestos a prueba</translation>
    </message>
    <message>
        <source>Other trainings</source>
        <translation>Otros entrenamientos</translation>
    </message>
    <message>
        <source>Other trainings…</source>
        <translation>Otros entrenamientos…</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Ajustes propios</translation>
    </message>
    <message>
        <source>P&amp;lay frames</source>
        <translation>Rep&amp;roducir fotogramas</translation>
    </message>
    <message>
        <source>P&amp;revious frame</source>
        <translation>Fotograma an&amp;terior</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;HTML (*.html);;Excel (*.xlsx);;JSON lines (*.jsonl)</source>
        <translation>PDF (*.pdf);;HTML (*.html);;Excel (*.xlsx);;Líneas JSON (*.jsonl)</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;HTML (*.html);;JSON (*.json)</source>
        <translation>PDF (*.pdf);;HTML (*.html);;JSON (*.json)</translation>
    </message>
    <message>
        <source>PDF, HTML or JSON</source>
        <translation>PDF, HTML o JSON</translation>
    </message>
    <message>
        <source>PDF, HTML, Excel or JSON lines</source>
        <translation>PDF, HTML, Excel o líneas JSON</translation>
    </message>
    <message>
        <source>Packing {name}</source>
        <translation>Empaquetando {name}</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Página</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>Página {number} de {count}</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Pages of the document</source>
        <translation>Páginas del documento</translation>
    </message>
    <message>
        <source>Pages of the report</source>
        <translation>Páginas del informe</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papel</translation>
    </message>
    <message>
        <source>Parts of a report on a film</source>
        <translation>Partes del informe de una radiografía</translation>
    </message>
    <message>
        <source>Parts of the evaluation</source>
        <translation>Partes de la evaluación</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Patients in two parts of the split</source>
        <translation>Pacientes en dos partes de la partición</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Pause and close</source>
        <translation>Pausar y cerrar</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Paused, it goes on later at the very same step. Stopped, it keeps the last whole epoch.</source>
        <translation>En pausa, sigue después en el mismo paso. Detenido, conserva la última época entera.</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Pausando</translation>
    </message>
    <message>
        <source>Pausing {name} after the step that it is at; everything is kept.</source>
        <translation>Pausando {name} tras el paso en que está; se conserva todo.</translation>
    </message>
    <message>
        <source>Per cent</source>
        <translation>Porcentaje</translation>
    </message>
    <message>
        <source>Picture copied, {with_or_without} identity.</source>
        <translation>Imagen copiada, {with_or_without} identidad.</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff);;All files (*)</source>
        <translation>Imágenes (*.png *.jpg *.jpeg *.tif *.tiff);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>Imágenes (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Place {number}</source>
        <translation>Lugar {number}</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Play the frames of the film, or pause</source>
        <translation>Reproducir los fotogramas de la radiografía, o pausar</translation>
    </message>
    <message>
        <source>Point at something</source>
        <translation>Señalar algo</translation>
    </message>
    <message>
        <source>Pr&amp;evious study</source>
        <translation>Estudio &amp;anterior</translation>
    </message>
    <message>
        <source>Pr&amp;int…</source>
        <translation>&amp;Imprimir…</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precisión</translation>
    </message>
    <message>
        <source>Precision-recall curve</source>
        <translation>Curva de precisión-sensibilidad</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Preferencias</translation>
    </message>
    <message>
        <source>Preparation</source>
        <translation>Preparación</translation>
    </message>
    <message>
        <source>Preparing the model</source>
        <translation>Preparando el modelo</translation>
    </message>
    <message>
        <source>Preparing {name}</source>
        <translation>Preparando {name}</translation>
    </message>
    <message>
        <source>Prese&amp;ntation</source>
        <translation>Pres&amp;entación</translation>
    </message>
    <message>
        <source>Press the new key; the cross, or Ctrl+Backspace, takes it away</source>
        <translation>Pulse la tecla nueva; la cruz, o Ctrl+Retroceso, la quita</translation>
    </message>
    <message>
        <source>Preview of the page</source>
        <translation>Vista previa de la página</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>Vista previa…</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Página anterior</translation>
    </message>
    <message>
        <source>Previous page (Page Up)</source>
        <translation>Página anterior (RePág)</translation>
    </message>
    <message>
        <source>Print film</source>
        <translation>Imprimir radiografía</translation>
    </message>
    <message>
        <source>Print report</source>
        <translation>Imprimir informe</translation>
    </message>
    <message>
        <source>Print the film, with a preview</source>
        <translation>Imprimir la radiografía, con vista previa</translation>
    </message>
    <message>
        <source>Print these pages (Ctrl+P)</source>
        <translation>Imprimir estas páginas (Ctrl+P)</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Imprimir…</translation>
    </message>
    <message>
        <source>Prior · {interval_words} earlier</source>
        <translation>Anterior · {interval_words} antes</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacidad</translation>
    </message>
    <message>
        <source>Privacy mode is on</source>
        <translation>El modo de privacidad está activado</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Probabilidades</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Probabilidad</translation>
    </message>
    <message>
        <source>Probability from which the class is called (arrows: 0.001)</source>
        <translation>Probabilidad desde la que se da la clase (flechas: 0.001)</translation>
    </message>
    <message>
        <source>Probability {share}.</source>
        <translation>Probabilidad {share}.</translation>
    </message>
    <message>
        <source>Processed: local contrast</source>
        <translation>Procesada: contraste local</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>Progreso del lote</translation>
    </message>
    <message>
        <source>Progress of the evaluation</source>
        <translation>Progreso de la evaluación</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>Progreso de este paso</translation>
    </message>
    <message>
        <source>Put a backup in the workspace's place</source>
        <translation>Poner una copia de seguridad en lugar del espacio de trabajo</translation>
    </message>
    <message>
        <source>Put a copy with a card of its own among the models of the library</source>
        <translation>Poner una copia con su propia ficha entre los modelos de la biblioteca</translation>
    </message>
    <message>
        <source>Put a model into the models folder, or train one with “lungdesk train”.</source>
        <translation>Ponga un modelo en la carpeta de modelos, o entrene uno con «lungdesk train».</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Recuperar</translation>
    </message>
    <message>
        <source>Put back the model removed last (Ctrl+Z)</source>
        <translation>Recuperar el último modelo eliminado (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Put other patients into the parts; their shares stay</source>
        <translation>Poner otros pacientes en las partes; sus proporciones quedan</translation>
    </message>
    <message>
        <source>Put the map to the test: {title}</source>
        <translation>Poner a prueba el mapa: {title}</translation>
    </message>
    <message>
        <source>Put this line away</source>
        <translation>Quitar esta línea</translation>
    </message>
    <message>
        <source>Put this message away</source>
        <translation>Quitar este mensaje</translation>
    </message>
    <message>
        <source>Putting {id} back</source>
        <translation>Recuperando {id}</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Rápido</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>ROC curve</source>
        <translation>Curva ROC</translation>
    </message>
    <message>
        <source>Raise contrast part by part (CLAHE)</source>
        <translation>Aumentar el contraste parte por parte (CLAHE)</translation>
    </message>
    <message>
        <source>Random masks (RISE)</source>
        <translation>Máscaras aleatorias (RISE)</translation>
    </message>
    <message>
        <source>Ranked by p / (p + p of normal)</source>
        <translation>Ordenado por p / (p + p de normal)</translation>
    </message>
    <message>
        <source>Re&amp;set view</source>
        <translation>Restablecer la vi&amp;sta</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leído</translation>
    </message>
    <message>
        <source>Read &amp;all films</source>
        <translation>&amp;Leer todas las radiografías</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Leer de nuevo</translation>
    </message>
    <message>
        <source>Read all</source>
        <translation>Leer todas</translation>
    </message>
    <message>
        <source>Read all ({key})</source>
        <translation>Leer todas ({key})</translation>
    </message>
    <message>
        <source>Read all films of a folder (Ctrl+Shift+F)</source>
        <translation>Leer todas las radiografías de una carpeta (Ctrl+Mayús+F)</translation>
    </message>
    <message>
        <source>Read all films of a folder into the worklist</source>
        <translation>Leer en la lista de trabajo todas las radiografías de una carpeta</translation>
    </message>
    <message>
        <source>Read although refused: {words}</source>
        <translation>Leída aunque rechazada: {words}</translation>
    </message>
    <message>
        <source>Read anyway</source>
        <translation>Leer de todos modos</translation>
    </message>
    <message>
        <source>Read as {name}: {total}</source>
        <translation>Leída como {name}: {total}</translation>
    </message>
    <message>
        <source>Read at your wish: {sentence}</source>
        <translation>Leída por deseo suyo: {sentence}</translation>
    </message>
    <message>
        <source>Read by model</source>
        <translation>Leído por el modelo</translation>
    </message>
    <message>
        <source>Read every listed film</source>
        <translation>Leer todas las radiografías de la lista</translation>
    </message>
    <message>
        <source>Read films with it from now on</source>
        <translation>Leer radiografías con él desde ahora</translation>
    </message>
    <message>
        <source>Read films with this model from now on</source>
        <translation>Leer radiografías con este modelo desde ahora</translation>
    </message>
    <message>
        <source>Read in {values:.0f} ms</source>
        <translation>Leída en {values:.0f} ms</translation>
    </message>
    <message>
        <source>Read rightly</source>
        <translation>Bien leídas</translation>
    </message>
    <message>
        <source>Read the films again instead of using what was read before</source>
        <translation>Leer de nuevo las radiografías en vez de usar lo leído antes</translation>
    </message>
    <message>
        <source>Read the films and measure the model on them</source>
        <translation>Leer las radiografías y medir el modelo con ellas</translation>
    </message>
    <message>
        <source>Read the films that are left</source>
        <translation>Leer las radiografías que quedan</translation>
    </message>
    <message>
        <source>Read with it from now on</source>
        <translation>Leer con él desde ahora</translation>
    </message>
    <message>
        <source>Read with {name}</source>
        <translation>Leer con {name}</translation>
    </message>
    <message>
        <source>Read with {name} again</source>
        <translation>Leer de nuevo con {name}</translation>
    </message>
    <message>
        <source>Read {done}.</source>
        <translation>Leída {done}.</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lector</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lectura</translation>
    </message>
    <message>
        <source>Reading films</source>
        <translation>Leyendo radiografías</translation>
    </message>
    <message>
        <source>Reading the runs</source>
        <translation>Leyendo las ejecuciones</translation>
    </message>
    <message>
        <source>Reading the tags…</source>
        <translation>Leyendo las etiquetas…</translation>
    </message>
    <message>
        <source>Reading time on this computer</source>
        <translation>Tiempo de lectura en este equipo</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>Leyendo {name}</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Reads the films</source>
        <translation>Lee las radiografías</translation>
    </message>
    <message>
        <source>Ready to train; it can be paused at any time.</source>
        <translation>Listo para entrenar; se puede pausar en cualquier momento.</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Sensibilidad</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Reciente</translation>
    </message>
    <message>
        <source>Recent and strong; the slowest to train of its size.</source>
        <translation>Reciente y potente; la más lenta de entrenar de su tamaño.</translation>
    </message>
    <message>
        <source>Reckoned together with the time.</source>
        <translation>Se calcula junto con el tiempo.</translation>
    </message>
    <message>
        <source>Rectan&amp;gle</source>
        <translation>&amp;Rectángulo</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Reduce about the centre</source>
        <translation>Reducir desde el centro</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Refused · {words}</source>
        <translation>Rechazada · {words}</translation>
    </message>
    <message>
        <source>Refused: {sentence}</source>
        <translation>Rechazada: {sentence}</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Relative to this film’s strongest map</source>
        <translation>Relativa al mapa más fuerte de esta radiografía</translation>
    </message>
    <message>
        <source>Relative to this map alone</source>
        <translation>Relativa solo a este mapa</translation>
    </message>
    <message>
        <source>Reliability diagram</source>
        <translation>Diagrama de fiabilidad</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Remove the training {id}?</source>
        <translation>¿Eliminar el entrenamiento {id}?</translation>
    </message>
    <message>
        <source>Remove this training and its runs</source>
        <translation>Eliminar este entrenamiento y sus ejecuciones</translation>
    </message>
    <message>
        <source>Removed; can be put back</source>
        <translation>Eliminado; se puede recuperar</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>Removing {name}</source>
        <translation>Eliminando {name}</translation>
    </message>
    <message>
        <source>Rename these folders, or the words in the CSV file, or leave them out.</source>
        <translation>Cambie el nombre de estas carpetas, o las palabras del archivo CSV, u omítalas.</translation>
    </message>
    <message>
        <source>Repor&amp;t…</source>
        <translation>In&amp;forme…</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>Reports are in it, too, unless the page Reports says otherwise. Model cards, DICOM objects, the guide and the command line stay in English, as do the codes of messages, by which help is found.</source>
        <translation>Los informes también están en él, salvo que la página Informes diga otra cosa. Las fichas de modelos, los objetos DICOM, la guía y la línea de órdenes siguen en inglés, igual que los códigos de los mensajes, con los que se encuentra ayuda.</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Informe…</translation>
    </message>
    <message>
        <source>Research use only</source>
        <translation>Solo para investigación</translation>
    </message>
    <message>
        <source>Research use only, not for diagnosis.</source>
        <translation>Solo para investigación, no para diagnóstico.</translation>
    </message>
    <message>
        <source>Reset view shows it as stored.</source>
        <translation>Restablecer la vista la muestra como está guardada.</translation>
    </message>
    <message>
        <source>Restore all keys</source>
        <translation>Restablecer todas las teclas</translation>
    </message>
    <message>
        <source>Restore from a backup…</source>
        <translation>Restaurar desde una copia…</translation>
    </message>
    <message>
        <source>Restore presets</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Restore the columns</source>
        <translation>Restablecer las columnas</translation>
    </message>
    <message>
        <source>Restore the workspace from a backup</source>
        <translation>Restaurar el espacio de trabajo desde una copia de seguridad</translation>
    </message>
    <message>
        <source>Restoring the workspace</source>
        <translation>Restaurando el espacio de trabajo</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>Espacio en el disco</translation>
    </message>
    <message>
        <source>Rotate &amp;left</source>
        <translation>Girar a la &amp;izquierda</translation>
    </message>
    <message>
        <source>Rotate &amp;right</source>
        <translation>Girar a la de&amp;recha</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecución</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marcha</translation>
    </message>
    <message>
        <source>Runs are trainings that have ended: choose which.</source>
        <translation>Las ejecuciones son entrenamientos terminados: elija cuáles.</translation>
    </message>
    <message>
        <source>SHA-256 {sha256}</source>
        <translation>SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Muestras</translation>
    </message>
    <message>
        <source>Save as a new model</source>
        <translation>Guardar como modelo nuevo</translation>
    </message>
    <message>
        <source>Save as {kinds} (Ctrl+S)</source>
        <translation>Guardar como {kinds} (Ctrl+S)</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>Guardar en otro lugar…</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Guardar imagen</translation>
    </message>
    <message>
        <source>Save presentation</source>
        <translation>Guardar presentación</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Guardar informe</translation>
    </message>
    <message>
        <source>Save the model as one file to hand on (Ctrl+E)</source>
        <translation>Guardar el modelo en un archivo para pasarlo a otros (Ctrl+E)</translation>
    </message>
    <message>
        <source>Save unsaved work elsewhere</source>
        <translation>Guardar en otro lugar lo no guardado</translation>
    </message>
    <message>
        <source>Save what is shown</source>
        <translation>Guardar lo que se muestra</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Guardado como {name}.</translation>
    </message>
    <message>
        <source>Saved as {name}; it is being prepared to read.</source>
        <translation>Guardado como {name}; se está preparando para leer.</translation>
    </message>
    <message>
        <source>Saved as {name}; the model library lets it read.</source>
        <translation>Guardado como {name}; la biblioteca de modelos le permite leer.</translation>
    </message>
    <message>
        <source>Saving the model</source>
        <translation>Guardando el modelo</translation>
    </message>
    <message>
        <source>Say first what you see: the model’s answer is explained after that.</source>
        <translation>Diga primero lo que ve: después se explica la respuesta del modelo.</translation>
    </message>
    <message>
        <source>Say what the hospital is called first</source>
        <translation>Diga primero cómo se llama el hospital</translation>
    </message>
    <message>
        <source>Say what you see before the model’s answer is shown</source>
        <translation>Decir lo que se ve antes de que se muestre la respuesta del modelo</translation>
    </message>
    <message>
        <source>Say what “{unknown}” means, or leave it out.</source>
        <translation>Diga qué significa «{unknown}», u omítala.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Escala</translation>
    </message>
    <message>
        <source>Search  (Ctrl+F)</source>
        <translation>Buscar  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Buscar en la guía</translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation>Buscar en la lista de trabajo</translation>
    </message>
    <message>
        <source>See films of each class</source>
        <translation>Ver radiografías de cada clase</translation>
    </message>
    <message>
        <source>See how well the model reads films it has not learnt from, class by class, and which it reads wrongly.
Films of other hospitals say more than those of the training.</source>
        <translation>Vea, clase por clase, cuán bien lee el modelo radiografías de las que no ha aprendido, y cuáles lee mal.
Las radiografías de otros hospitales dicen más que las del entrenamiento.</translation>
    </message>
    <message>
        <source>See other films</source>
        <translation>Ver otras radiografías</translation>
    </message>
    <message>
        <source>See what is doubtful about the films</source>
        <translation>Ver lo dudoso de las radiografías</translation>
    </message>
    <message>
        <source>See which differences are more than chance, and how fast each model is; then keep one.
Choose by the val films; test films and other hospitals only show how good it is.</source>
        <translation>Vea qué diferencias superan el azar y cuán rápido es cada modelo; conserve después uno.
Elija por las radiografías de validación; las de prueba y otros hospitales solo muestran cuán bueno es.</translation>
    </message>
    <message>
        <source>Select a part and press Ctrl+C, or copy everything</source>
        <translation>Seleccione una parte y pulse Ctrl+C, o copie todo</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Sensibilidad</translation>
    </message>
    <message>
        <source>Serious</source>
        <translation>Grave</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Settings and thresholds were chosen on the val films, so these figures flatter.</source>
        <translation>Ajustes y umbrales se eligieron con las radiografías de validación, así que estas cifras favorecen.</translation>
    </message>
    <message>
        <source>Shaded: 95 % band by patient (bootstrap). Thin: the other classes. Dashed: a model without knowledge.</source>
        <translation>Sombreado: banda del 95 % por paciente (bootstrap). Fino: las otras clases. Discontinuo: un modelo sin conocimiento.</translation>
    </message>
    <message>
        <source>Share of films that are read rightly</source>
        <translation>Proporción de radiografías bien leídas</translation>
    </message>
    <message>
        <source>Share of the class that is called</source>
        <translation>Proporción de la clase que se da como tal</translation>
    </message>
    <message>
        <source>Share of the others that is not called</source>
        <translation>Proporción de las otras que no se da como tal</translation>
    </message>
    <message>
        <source>Share of what is called that is the class</source>
        <translation>Proporción de lo dado como tal que es de la clase</translation>
    </message>
    <message>
        <source>Shipped models</source>
        <translation>Modelos incluidos</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Show 1 mm as 1 mm on this monitor</source>
        <translation>Mostrar 1 mm como 1 mm en este monitor</translation>
    </message>
    <message>
        <source>Show a whole page at a time</source>
        <translation>Mostrar cada vez una página entera</translation>
    </message>
    <message>
        <source>Show alike</source>
        <translation>Mostrar por igual</translation>
    </message>
    <message>
        <source>Show all studies again</source>
        <translation>Mostrar de nuevo todos los estudios</translation>
    </message>
    <message>
        <source>Show bars of these films: {name}</source>
        <translation>Mostrar barras de estas radiografías: {name}</translation>
    </message>
    <message>
        <source>Show four films</source>
        <translation>Mostrar cuatro radiografías</translation>
    </message>
    <message>
        <source>Show in the viewer</source>
        <translation>Mostrar en el visor</translation>
    </message>
    <message>
        <source>Show its films in the viewer (Enter)</source>
        <translation>Mostrar sus radiografías en el visor (Intro)</translation>
    </message>
    <message>
        <source>Show on film</source>
        <translation>Mostrar en la radiografía</translation>
    </message>
    <message>
        <source>Show one film</source>
        <translation>Mostrar una radiografía</translation>
    </message>
    <message>
        <source>Show one film pixel as one screen pixel</source>
        <translation>Mostrar un píxel de la radiografía como un píxel de la pantalla</translation>
    </message>
    <message>
        <source>Show or fold away the film list</source>
        <translation>Mostrar o plegar la lista de radiografías</translation>
    </message>
    <message>
        <source>Show or fold away the findings</source>
        <translation>Mostrar o plegar los hallazgos</translation>
    </message>
    <message>
        <source>Show pixel padding black</source>
        <translation>Mostrar en negro los píxeles de relleno</translation>
    </message>
    <message>
        <source>Show the film alone</source>
        <translation>Mostrar solo la radiografía</translation>
    </message>
    <message>
        <source>Show the film as such a file says</source>
        <translation>Mostrar la radiografía como dice un archivo así</translation>
    </message>
    <message>
        <source>Show the film before</source>
        <translation>Mostrar la radiografía anterior</translation>
    </message>
    <message>
        <source>Show the films that the model learnt from and that are most like it</source>
        <translation>Mostrar las radiografías más parecidas entre las que aprendió el modelo</translation>
    </message>
    <message>
        <source>Show the first film of the next study</source>
        <translation>Mostrar la primera radiografía del estudio siguiente</translation>
    </message>
    <message>
        <source>Show the first film of the study before</source>
        <translation>Mostrar la primera radiografía del estudio anterior</translation>
    </message>
    <message>
        <source>Show the frame before</source>
        <translation>Mostrar el fotograma anterior</translation>
    </message>
    <message>
        <source>Show the heatmap on the film</source>
        <translation>Mostrar el mapa de calor sobre la radiografía</translation>
    </message>
    <message>
        <source>Show the map of the next class</source>
        <translation>Mostrar el mapa de la clase siguiente</translation>
    </message>
    <message>
        <source>Show the model’s answer</source>
        <translation>Mostrar la respuesta del modelo</translation>
    </message>
    <message>
        <source>Show the next film</source>
        <translation>Mostrar la radiografía siguiente</translation>
    </message>
    <message>
        <source>Show the next frame of the film</source>
        <translation>Mostrar el fotograma siguiente de la radiografía</translation>
    </message>
    <message>
        <source>Show the next key image</source>
        <translation>Mostrar la siguiente imagen clave</translation>
    </message>
    <message>
        <source>Show the patient's earlier film beside</source>
        <translation>Mostrar al lado la radiografía anterior del paciente</translation>
    </message>
    <message>
        <source>Show the similar films</source>
        <translation>Mostrar las radiografías parecidas</translation>
    </message>
    <message>
        <source>Show the whole film</source>
        <translation>Mostrar la radiografía entera</translation>
    </message>
    <message>
        <source>Show the words in the corners, and what is measured and noted</source>
        <translation>Mostrar los textos de las esquinas, y lo medido y anotado</translation>
    </message>
    <message>
        <source>Show this training in the wizard (Enter)</source>
        <translation>Mostrar este entrenamiento en el asistente (Intro)</translation>
    </message>
    <message>
        <source>Show two films in turn</source>
        <translation>Mostrar dos radiografías por turnos</translation>
    </message>
    <message>
        <source>Show two films side by side</source>
        <translation>Mostrar dos radiografías una al lado de otra</translation>
    </message>
    <message>
        <source>Show two films, stacked</source>
        <translation>Mostrar dos radiografías, una sobre otra</translation>
    </message>
    <message>
        <source>Show what is inside of all sequences</source>
        <translation>Mostrar lo que hay dentro de todas las secuencias</translation>
    </message>
    <message>
        <source>Show what the file draws on the film</source>
        <translation>Mostrar lo que el archivo dibuja sobre la radiografía</translation>
    </message>
    <message>
        <source>Show what the model says all the same; that is recorded</source>
        <translation>Mostrar de todos modos lo que dice el modelo; queda registrado</translation>
    </message>
    <message>
        <source>Show where the model looked</source>
        <translation>Mostrar dónde miró el modelo</translation>
    </message>
    <message>
        <source>Show whose film it is</source>
        <translation>Mostrar de quién es la radiografía</translation>
    </message>
    <message>
        <source>Shown as stored.</source>
        <translation>Se muestra como está guardada.</translation>
    </message>
    <message>
        <source>Shown as the presentation state {title} says{others}.</source>
        <translation>Se muestra como dice el estado de presentación {title}{others}.</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoide</translation>
    </message>
    <message>
        <source>Similar films</source>
        <translation>Radiografías parecidas</translation>
    </message>
    <message>
        <source>Size of the pages</source>
        <translation>Tamaño de las páginas</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Saltar</translation>
    </message>
    <message>
        <source>Small and quick: a good first choice, also for an old computer.</source>
        <translation>Pequeña y rápida: una buena primera elección, también para un equipo antiguo.</translation>
    </message>
    <message>
        <source>Small and recent.</source>
        <translation>Pequeña y reciente.</translation>
    </message>
    <message>
        <source>Small films</source>
        <translation>Radiografías pequeñas</translation>
    </message>
    <message>
        <source>Sort by finding, the most probable first</source>
        <translation>Ordenar por hallazgo, el más probable primero</translation>
    </message>
    <message>
        <source>Sort by how far people are</source>
        <translation>Ordenar por cómo van las personas</translation>
    </message>
    <message>
        <source>Sort by the date of the study</source>
        <translation>Ordenar por la fecha del estudio</translation>
    </message>
    <message>
        <source>Sort by the model that read it last</source>
        <translation>Ordenar por el modelo que lo leyó por última vez</translation>
    </message>
    <message>
        <source>Sort by the name of the file</source>
        <translation>Ordenar por el nombre del archivo</translation>
    </message>
    <message>
        <source>Sort by the note</source>
        <translation>Ordenar por la nota</translation>
    </message>
    <message>
        <source>Sort by the patient's ID</source>
        <translation>Ordenar por el ID del paciente</translation>
    </message>
    <message>
        <source>Sort by the patient's name</source>
        <translation>Ordenar por el nombre del paciente</translation>
    </message>
    <message>
        <source>Sort by urgency: what cannot wait comes first</source>
        <translation>Ordenar por urgencia: lo que no puede esperar va primero</translation>
    </message>
    <message>
        <source>Sort by what was done</source>
        <translation>Ordenar por lo que se hizo</translation>
    </message>
    <message>
        <source>Sort by when the model read it</source>
        <translation>Ordenar por cuándo lo leyó el modelo</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>Source not known</source>
        <translation>Origen desconocido</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>Origen: {name}</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Orígenes</translation>
    </message>
    <message>
        <source>Sources, too</source>
        <translation>También orígenes</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>Especificidad</translation>
    </message>
    <message>
        <source>Speed against accuracy</source>
        <translation>Velocidad frente a exactitud</translation>
    </message>
    <message>
        <source>Split anew</source>
        <translation>Repartir de nuevo</translation>
    </message>
    <message>
        <source>Split anew: LungDesk then makes all parts.</source>
        <translation>Repartir de nuevo: LungDesk hace entonces todas las partes.</translation>
    </message>
    <message>
        <source>Split anew: no patient is parted then.</source>
        <translation>Repartir de nuevo: así no se separa a ningún paciente.</translation>
    </message>
    <message>
        <source>Spread the bright part</source>
        <translation>Ampliar el contraste de la parte clara</translation>
    </message>
    <message>
        <source>Spread the dark, air-filled part</source>
        <translation>Ampliar el contraste de la parte oscura, llena de aire</translation>
    </message>
    <message>
        <source>Spread what lies between</source>
        <translation>Ampliar el contraste de lo que queda en medio</translation>
    </message>
    <message>
        <source>Spread what lines lie in</source>
        <translation>Ampliar el contraste donde están las líneas</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Estándar</translation>
    </message>
    <message>
        <source>Stands on top of the first page</source>
        <translation>Está arriba en la primera página</translation>
    </message>
    <message>
        <source>Stands with your verdicts and comments, in the worklist and in reports. Reports without identity do not name the reader either.</source>
        <translation>Figura con sus veredictos y comentarios, en la lista de trabajo y en los informes. Los informes sin identidad tampoco nombran al lector.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Iniciar entrenamiento</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation>Estado del entrenamiento</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Status of the study</source>
        <translation>Estado del estudio</translation>
    </message>
    <message>
        <source>Stays as it is after a restart</source>
        <translation>Queda como está tras reiniciar</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Steps of the training: choose one that is done to come back to it</source>
        <translation>Pasos del entrenamiento: elija uno hecho para volver a él</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Detener y cerrar</translation>
    </message>
    <message>
        <source>Stop before the next film, and wait</source>
        <translation>Detenerse antes de la radiografía siguiente y esperar</translation>
    </message>
    <message>
        <source>Stop drawing or comparing, close the window’s figures, or leave the full screen</source>
        <translation>Dejar de dibujar o comparar, cerrar las cifras de la ventana, o salir de la pantalla completa</translation>
    </message>
    <message>
        <source>Stop it in the worklist first; what has been read is kept.</source>
        <translation>Deténgalo primero en la lista de trabajo; se conserva lo leído.</translation>
    </message>
    <message>
        <source>Stop it, or wait for its end.</source>
        <translation>Deténgalo, o espere a que termine.</translation>
    </message>
    <message>
        <source>Stop what runs</source>
        <translation>Detener lo que está en curso</translation>
    </message>
    <message>
        <source>Stop what runs in the background</source>
        <translation>Detener lo que está en curso en segundo plano</translation>
    </message>
    <message>
        <source>Stop; what has been read of this part is not kept</source>
        <translation>Detener; no se conserva lo leído de esta parte</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Stopped after {done:,} of {total:,} films.</source>
        <translation>Detenido tras {done:,} de {total:,} radiografías.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Detenido.</translation>
    </message>
    <message>
        <source>Stopped{how_far}. What has been read is kept.</source>
        <translation>Detenido{how_far}. Se conserva lo leído.</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Deteniendo</translation>
    </message>
    <message>
        <source>Stopping what runs, then closing…</source>
        <translation>Deteniendo lo que está en curso y cerrando…</translation>
    </message>
    <message>
        <source>Stopping {name}.</source>
        <translation>Deteniendo {name}.</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Fuerte</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Estudios</translation>
    </message>
    <message>
        <source>Studies shown</source>
        <translation>Estudios mostrados</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Estudio</translation>
    </message>
    <message>
        <source>Study {study_id}</source>
        <translation>Estudio {study_id}</translation>
    </message>
    <message>
        <source>Switch on blinded first read</source>
        <translation>Activar la primera lectura a ciegas</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>Aparie&amp;ncia</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Take all films off the list</source>
        <translation>Quitar de la lista todas las radiografías</translation>
    </message>
    <message>
        <source>Take all runs off the comparison</source>
        <translation>Quitar de la comparación todas las ejecuciones</translation>
    </message>
    <message>
        <source>Take away the key for {texts}</source>
        <translation>Quitar la tecla para {texts}</translation>
    </message>
    <message>
        <source>Take back the last undo</source>
        <translation>Anular el último deshacer</translation>
    </message>
    <message>
        <source>Take the last choice back (Ctrl+Z)</source>
        <translation>Deshacer la última elección (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Take the last undo back (Ctrl+Y)</source>
        <translation>Anular el último deshacer (Ctrl+Y)</translation>
    </message>
    <message>
        <source>Take the model off the list; can be undone (Del)</source>
        <translation>Quitar el modelo de la lista; se puede deshacer (Supr)</translation>
    </message>
    <message>
        <source>Take the threshold that finds 90 % of the class among the val films</source>
        <translation>Tomar el umbral que encuentra el 90 % de la clase entre las radiografías de validación</translation>
    </message>
    <message>
        <source>Take the window the file states</source>
        <translation>Tomar la ventana que indica el archivo</translation>
    </message>
    <message>
        <source>Take up what was saved elsewhere when LungDesk was closed</source>
        <translation>Recuperar lo que se guardó en otro lugar al cerrar LungDesk</translation>
    </message>
    <message>
        <source>Taken over from the best trial ({name}): a head with {units} hidden units, learning rate {rate}, dropout {dropout}.</source>
        <translation>Adoptado del mejor ensayo ({name}): un cabezal con {units} unidades ocultas, tasa de aprendizaje {rate}, dropout {dropout}.</translation>
    </message>
    <message>
        <source>Taken over from the best trial ({name}): a linear head, solved exactly, with a penalty of {penalty}.</source>
        <translation>Adoptado del mejor ensayo ({name}): un cabezal lineal, resuelto exactamente, con una penalización de {penalty}.</translation>
    </message>
    <message>
        <source>Tell the value of a pixel</source>
        <translation>Indicar el valor de un píxel</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>Test films were never trained on and nothing was chosen on them, but they come from the same hospitals as the training films.</source>
        <translation>Con las radiografías de prueba nunca se entrenó ni se eligió nada, pero proceden de los mismos hospitales que las de entrenamiento.</translation>
    </message>
    <message>
        <source>Tests in words</source>
        <translation>Contrastes en palabras</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Text of the guide</source>
        <translation>Texto de la guía</translation>
    </message>
    <message>
        <source>That of the system</source>
        <translation>El del sistema</translation>
    </message>
    <message>
        <source>The DICOM results are being written…</source>
        <translation>Se están escribiendo los resultados DICOM…</translation>
    </message>
    <message>
        <source>The adapted model stays in the model library</source>
        <translation>El modelo adaptado queda en la biblioteca de modelos</translation>
    </message>
    <message>
        <source>The box around the lungs, all of a film without any</source>
        <translation>El recuadro de los pulmones; toda la radiografía si no hay</translation>
    </message>
    <message>
        <source>The computer had much else to do; measure again when it is idle.</source>
        <translation>El equipo tenía mucho más que hacer; mida de nuevo cuando esté en reposo.</translation>
    </message>
    <message>
        <source>The curves begin with the first epoch.</source>
        <translation>Las curvas empiezan con la primera época.</translation>
    </message>
    <message>
        <source>The data does not say which films belong to one patient: each is its own.</source>
        <translation>Los datos no dicen qué radiografías son de un mismo paciente: cada una cuenta por separado.</translation>
    </message>
    <message>
        <source>The data's own split</source>
        <translation>La partición de los datos</translation>
    </message>
    <message>
        <source>The distance is between features as the model sees them: 0 is the same picture. Films may be alike because they come from one machine.</source>
        <translation>La distancia es entre características como las ve el modelo: 0 es la misma imagen. Las radiografías pueden parecerse porque proceden de un mismo aparato.</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>El archivo</translation>
    </message>
    <message>
        <source>The film</source>
        <translation>La radiografía</translation>
    </message>
    <message>
        <source>The film cannot be read.</source>
        <translation>La radiografía no se puede leer.</translation>
    </message>
    <message>
        <source>The film cannot be shown, so it is not read.</source>
        <translation>La radiografía no se puede mostrar, así que no se lee.</translation>
    </message>
    <message>
        <source>The film is being read…</source>
        <translation>Se está leyendo la radiografía…</translation>
    </message>
    <message>
        <source>The film is checked before it is read; the check can err as well.</source>
        <translation>La radiografía se comprueba antes de leerla; la comprobación también puede equivocarse.</translation>
    </message>
    <message>
        <source>The film is on its way to the printer.</source>
        <translation>La radiografía va camino de la impresora.</translation>
    </message>
    <message>
        <source>The film is refused, so there is no reading to explain.</source>
        <translation>La radiografía está rechazada, así que no hay lectura que explicar.</translation>
    </message>
    <message>
        <source>The film of this study is not where it was: another file has been seen in its place.</source>
        <translation>La radiografía de este estudio no está donde estaba: en su lugar se ha visto otro archivo.</translation>
    </message>
    <message>
        <source>The films are being read…</source>
        <translation>Se están leyendo las radiografías…</translation>
    </message>
    <message>
        <source>The films are seen here once their size is valid.</source>
        <translation>Las radiografías se verán aquí cuando su tamaño sea válido.</translation>
    </message>
    <message>
        <source>The films are still being looked at.</source>
        <translation>Aún se están mirando las radiografías.</translation>
    </message>
    <message>
        <source>The films cannot be evaluated</source>
        <translation>Las radiografías no se pueden evaluar</translation>
    </message>
    <message>
        <source>The films do not name two or more sources, so it cannot be seen here whether the model reads the disease or the hospital.</source>
        <translation>Las radiografías no indican dos o más orígenes, así que aquí no se puede ver si el modelo lee la enfermedad o el hospital.</translation>
    </message>
    <message>
        <source>The films have been changed since: audit again to see what is left.</source>
        <translation>Las radiografías han cambiado desde entonces: audite de nuevo para ver qué queda.</translation>
    </message>
    <message>
        <source>The films were not looked at to the end.</source>
        <translation>Las radiografías no se miraron hasta el final.</translation>
    </message>
    <message>
        <source>The films were not read to the end.</source>
        <translation>Las radiografías no se leyeron hasta el final.</translation>
    </message>
    <message>
        <source>The finding is right (A)</source>
        <translation>El hallazgo es correcto (A)</translation>
    </message>
    <message>
        <source>The finding is wrong (X)</source>
        <translation>El hallazgo es incorrecto (X)</translation>
    </message>
    <message>
        <source>The finding should be another one</source>
        <translation>El hallazgo debería ser otro</translation>
    </message>
    <message>
        <source>The first model that is finished will read them.</source>
        <translation>El primer modelo terminado las leerá.</translation>
    </message>
    <message>
        <source>The folder has no splits of its own. If the model was trained on it, it has learnt from most of these films.</source>
        <translation>La carpeta no tiene particiones propias. Si el modelo se entrenó con ella, ha aprendido de la mayoría de estas radiografías.</translation>
    </message>
    <message>
        <source>The grey values come from a table of the file.</source>
        <translation>Los grises proceden de una tabla del archivo.</translation>
    </message>
    <message>
        <source>The head alone</source>
        <translation>Solo el cabezal</translation>
    </message>
    <message>
        <source>The heatmap shows which places speak for the chosen class ({key}).</source>
        <translation>El mapa de calor muestra qué lugares hablan a favor de la clase elegida ({key}).</translation>
    </message>
    <message>
        <source>The heatmap shows which places speak for the chosen class.</source>
        <translation>El mapa de calor muestra qué lugares hablan a favor de la clase elegida.</translation>
    </message>
    <message>
        <source>The largest of the small ones.</source>
        <translation>La mayor de las pequeñas.</translation>
    </message>
    <message>
        <source>The largest square in the middle of the film</source>
        <translation>El mayor cuadrado del centro de la radiografía</translation>
    </message>
    <message>
        <source>The largest square in the middle; what lies beyond is not seen.</source>
        <translation>El mayor cuadrado del centro; no se ve lo que queda fuera.</translation>
    </message>
    <message>
        <source>The last blocks of the network learn too: it takes hours.</source>
        <translation>Los últimos bloques de la red aprenden también: tarda horas.</translation>
    </message>
    <message>
        <source>The last blocks too</source>
        <translation>También los últimos bloques</translation>
    </message>
    <message>
        <source>The map explains the model, not the patient. Research use only, not for diagnosis.</source>
        <translation>El mapa explica el modelo, no al paciente. Solo para investigación, no para diagnóstico.</translation>
    </message>
    <message>
        <source>The map marks what the model goes by.</source>
        <translation>El mapa marca aquello por lo que se guía el modelo.</translation>
    </message>
    <message>
        <source>The model gives {class_name} only {percent}: there is nothing that blurring could take away. Choose a class that it considers.</source>
        <translation>El modelo da a {class_name} solo un {percent}: no hay nada que difuminar pueda quitar. Elija una clase que el modelo considere.</translation>
    </message>
    <message>
        <source>The model has learnt from the training films: these figures tell what it remembers, not how it reads.</source>
        <translation>El modelo ha aprendido de las radiografías de entrenamiento: estas cifras dicen lo que recuerda, no cómo lee.</translation>
    </message>
    <message>
        <source>The model has read it; its answer comes after yours (Model &gt; Blinded first read).</source>
        <translation>El modelo la ha leído; su respuesta llega después de la suya (Modelo &gt; Primera lectura a ciegas).</translation>
    </message>
    <message>
        <source>The model is trained; go on to see how well.</source>
        <translation>El modelo está entrenado; siga para ver qué tal lee.</translation>
    </message>
    <message>
        <source>The model reads them here; nothing leaves this computer.</source>
        <translation>El modelo las lee aquí; nada sale de este equipo.</translation>
    </message>
    <message>
        <source>The model was not made for this; that it was read is recorded. [{code}]</source>
        <translation>El modelo no se hizo para esto; queda registrado que se leyó. [{code}]</translation>
    </message>
    <message>
        <source>The model {id} is no longer installed.</source>
        <translation>El modelo {id} ya no está instalado.</translation>
    </message>
    <message>
        <source>The models cannot be listed</source>
        <translation>Los modelos no se pueden listar</translation>
    </message>
    <message>
        <source>The model’s answer for this film has been shown before.</source>
        <translation>La respuesta del modelo para esta radiografía ya se ha mostrado antes.</translation>
    </message>
    <message>
        <source>The model’s answer is shown at once again.</source>
        <translation>La respuesta del modelo vuelve a mostrarse enseguida.</translation>
    </message>
    <message>
        <source>The new model is named after it</source>
        <translation>El modelo nuevo lleva su nombre</translation>
    </message>
    <message>
        <source>The pages may name the patient, so they are not shown in privacy mode.</source>
        <translation>Las páginas pueden nombrar al paciente, así que no se muestran en modo de privacidad.</translation>
    </message>
    <message>
        <source>The plan shows each film only as it is: augmentation begins with two views a film (Plan, own settings).</source>
        <translation>El plan muestra cada radiografía solo tal cual: el aumento de datos empieza con dos vistas por radiografía (Plan, ajustes propios).</translation>
    </message>
    <message>
        <source>The presets are those of LungDesk again.</source>
        <translation>Los preajustes vuelven a ser los de LungDesk.</translation>
    </message>
    <message>
        <source>The printer does not answer.</source>
        <translation>La impresora no responde.</translation>
    </message>
    <message>
        <source>The probabilities and the notice on research use are always there. In privacy mode reports name nobody, whatever is chosen here.</source>
        <translation>Las probabilidades y el aviso sobre el uso en investigación están siempre. En modo de privacidad los informes no nombran a nadie, se elija aquí lo que se elija.</translation>
    </message>
    <message>
        <source>The recipe asks for more hospitals</source>
        <translation>La receta pide más hospitales</translation>
    </message>
    <message>
        <source>The report is being made…</source>
        <translation>Se está creando el informe…</translation>
    </message>
    <message>
        <source>The report is on its way to the printer.</source>
        <translation>El informe va camino de la impresora.</translation>
    </message>
    <message>
        <source>The run {missing} was kept without its model.</source>
        <translation>La ejecución {missing} se conservó sin su modelo.</translation>
    </message>
    <message>
        <source>The runs were not compared.</source>
        <translation>No se compararon las ejecuciones.</translation>
    </message>
    <message>
        <source>The same exposure in two parts of the split</source>
        <translation>La misma exposición en dos partes de la partición</translation>
    </message>
    <message>
        <source>The same exposure twice</source>
        <translation>La misma exposición dos veces</translation>
    </message>
    <message>
        <source>The same exposure with two classes</source>
        <translation>La misma exposición con dos clases</translation>
    </message>
    <message>
        <source>The same on the command line</source>
        <translation>Lo mismo en la línea de comandos</translation>
    </message>
    <message>
        <source>The same reader has judged later than with {verdicts} in the file: what was said last stands.</source>
        <translation>El mismo lector ha juzgado después que con {verdicts} del archivo: vale lo que se dijo al final.</translation>
    </message>
    <message>
        <source>The smallest: made for telephones.</source>
        <translation>La más pequeña: hecha para teléfonos.</translation>
    </message>
    <message>
        <source>The source hardly gives the class away: guessed from it, {guess} would be right, without it {base}.</source>
        <translation>El origen apenas delata la clase: adivinada por él acertaría en {guess}; sin él, en {base}.</translation>
    </message>
    <message>
        <source>The study stands alone now: {count} films are closed.</source>
        <translation>El estudio queda solo: se cierran {count} radiografías.</translation>
    </message>
    <message>
        <source>The training begins.</source>
        <translation>El entrenamiento empieza.</translation>
    </message>
    <message>
        <source>The training has ended well: see Train a model.</source>
        <translation>El entrenamiento ha terminado bien: vea «Entrenar un modelo».</translation>
    </message>
    <message>
        <source>The training of {name} is paused {place_words}; Resume goes on at that very step.</source>
        <translation>El entrenamiento de {name} está en pausa {place_words}; Reanudar sigue en ese mismo paso.</translation>
    </message>
    <message>
        <source>The training of {name} was interrupted {place_words}; Resume goes on there.</source>
        <translation>El entrenamiento de {name} se interrumpió {place_words}; Reanudar sigue ahí.</translation>
    </message>
    <message>
        <source>The training of {name} was stopped {place_words}; what is trained so far is kept, and Resume goes on there.</source>
        <translation>El entrenamiento de {name} se detuvo {place_words}; se conserva lo entrenado hasta ahora, y Reanudar sigue ahí.</translation>
    </message>
    <message>
        <source>The training of {name} {what} {place_words}; Resume goes on there.</source>
        <translation>El entrenamiento de {name} {what} {place_words}; Reanudar sigue ahí.</translation>
    </message>
    <message>
        <source>The training runs.</source>
        <translation>El entrenamiento está en curso.</translation>
    </message>
    <message>
        <source>The training worked on last comes first; Enter goes on with it</source>
        <translation>El último entrenamiento en que se trabajó va primero; Intro sigue con él</translation>
    </message>
    <message>
        <source>The usual one in work on chest X-rays.</source>
        <translation>La habitual en trabajos con radiografías de tórax.</translation>
    </message>
    <message>
        <source>The val films hold none of this class: no choice there.</source>
        <translation>Las radiografías de validación no tienen ninguna de esta clase: allí no se puede elegir.</translation>
    </message>
    <message>
        <source>The weights are being looked for.</source>
        <translation>Se están buscando los pesos.</translation>
    </message>
    <message>
        <source>The whole film, whatever its shape, squeezed into a square.</source>
        <translation>La radiografía entera, sea cual sea su forma, comprimida en un cuadrado.</translation>
    </message>
    <message>
        <source>The whole network</source>
        <translation>Toda la red</translation>
    </message>
    <message>
        <source>The whole network learns, to hold elsewhere; films need their source. It takes hours.</source>
        <translation>Aprende toda la red, para valer en otra parte; las radiografías necesitan su origen. Tarda horas.</translation>
    </message>
    <message>
        <source>The window speaks it from the next start of LungDesk on.</source>
        <translation>La ventana lo habla desde el próximo inicio de LungDesk.</translation>
    </message>
    <message>
        <source>The worklist cannot be opened</source>
        <translation>La lista de trabajo no se puede abrir</translation>
    </message>
    <message>
        <source>The workspace does not know the films of {verdicts} in the file: a text editor shows what they say.</source>
        <translation>El espacio de trabajo no conoce las radiografías de {verdicts} del archivo: un editor de texto muestra lo que dicen.</translation>
    </message>
    <message>
        <source>The workspace does not know the studies of {notes} in the file: a text editor shows what they say.</source>
        <translation>El espacio de trabajo no conoce los estudios de {notes} del archivo: un editor de texto muestra lo que dicen.</translation>
    </message>
    <message>
        <source>The workspace has been copied to {name}.</source>
        <translation>El espacio de trabajo se ha copiado en {name}.</translation>
    </message>
    <message>
        <source>The workspace has been restored.{kept}</source>
        <translation>El espacio de trabajo se ha restaurado.{kept}</translation>
    </message>
    <message>
        <source>The workspace is whole: {counted}, {counted_2}.{kept}</source>
        <translation>El espacio de trabajo está íntegro: {counted}, {counted_2}.{kept}</translation>
    </message>
    <message>
        <source>Their rows say why; the filter for certainty finds them.</source>
        <translation>Sus filas dicen por qué; el filtro de certeza las encuentra.</translation>
    </message>
    <message>
        <source>There is an earlier film of this patient, of {when}. Prior beside shows it.</source>
        <translation>Hay una radiografía anterior de este paciente, de {when}. Anterior al lado la muestra.</translation>
    </message>
    <message>
        <source>There is an earlier film of this patient, of {when}. {key} shows it beside.</source>
        <translation>Hay una radiografía anterior de este paciente, de {when}. {key} la muestra al lado.</translation>
    </message>
    <message>
        <source>There is no film of {true_name}.</source>
        <translation>No hay ninguna radiografía de {true_name}.</translation>
    </message>
    <message>
        <source>There is no model that can be used.</source>
        <translation>No hay ningún modelo que se pueda usar.</translation>
    </message>
    <message>
        <source>There is no other training yet.</source>
        <translation>Aún no hay otro entrenamiento.</translation>
    </message>
    <message>
        <source>There is no presentation state of this film.</source>
        <translation>No hay ningún estado de presentación de esta radiografía.</translation>
    </message>
    <message>
        <source>There is no room for this length: take a shorter one.</source>
        <translation>No hay sitio para esta longitud: tome una más corta.</translation>
    </message>
    <message>
        <source>There is no training to remove.</source>
        <translation>No hay ningún entrenamiento que eliminar.</translation>
    </message>
    <message>
        <source>There is no workspace here: your reading is shown, but not kept.</source>
        <translation>Aquí no hay espacio de trabajo: su lectura se muestra, pero no se guarda.</translation>
    </message>
    <message>
        <source>These figures flatter: the films are val.</source>
        <translation>Estas cifras favorecen: las radiografías son de validación.</translation>
    </message>
    <message>
        <source>This could not be kept: {what}.</source>
        <translation>No se pudo guardar esto: {what}.</translation>
    </message>
    <message>
        <source>This film has presentation states; Load presentation shows one.</source>
        <translation>Esta radiografía tiene estados de presentación; «Cargar presentación» muestra uno.</translation>
    </message>
    <message>
        <source>This film was not opened from the worklist: N opens the next unread study.</source>
        <translation>Esta radiografía no se abrió desde la lista de trabajo: N abre el siguiente estudio sin leer.</translation>
    </message>
    <message>
        <source>This film's pixels are not square, and a view enlarges both directions alike: no scale would be true.</source>
        <translation>Los píxeles de esta radiografía no son cuadrados, y una vista amplía por igual en ambas direcciones: ninguna escala sería verdadera.</translation>
    </message>
    <message>
        <source>This film, all classes</source>
        <translation>Esta radiografía, todas las clases</translation>
    </message>
    <message>
        <source>This folder is used from the next start on.</source>
        <translation>Esta carpeta se usa desde el próximo inicio.</translation>
    </message>
    <message>
        <source>This is back: {what}.</source>
        <translation>Se ha recuperado esto: {what}.</translation>
    </message>
    <message>
        <source>This is no film; it is shown in a window of its own.</source>
        <translation>Esto no es una radiografía; se muestra en una ventana propia.</translation>
    </message>
    <message>
        <source>This map alone</source>
        <translation>Solo este mapa</translation>
    </message>
    <message>
        <source>This map is empty: it marks nothing that speaks for {class_name}, so that there is nothing to blur.</source>
        <translation>Este mapa está vacío: no marca nada que hable a favor de {class_name}, así que no hay nada que difuminar.</translation>
    </message>
    <message>
        <source>This model ships with LungDesk and stays</source>
        <translation>Este modelo viene con LungDesk y se queda</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Minucioso</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Umbral</translation>
    </message>
    <message>
        <source>Threshold, contour lines, colours, scale</source>
        <translation>Umbral, líneas de contorno, colores, escala</translation>
    </message>
    <message>
        <source>Tilt l&amp;eft</source>
        <translation>Inclinar a la i&amp;zquierda</translation>
    </message>
    <message>
        <source>Tilt ri&amp;ght</source>
        <translation>Inclinar a la d&amp;erecha</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Tiempo restante</translation>
    </message>
    <message>
        <source>Time of the training</source>
        <translation>Tiempo del entrenamiento</translation>
    </message>
    <message>
        <source>Time on this computer</source>
        <translation>Tiempo en este equipo</translation>
    </message>
    <message>
        <source>To discuss</source>
        <translation>Por discutir</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Visita guiada</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Entrenar un modelo</translation>
    </message>
    <message>
        <source>Train all backbones, one after the other</source>
        <translation>Entrenar todas las redes base, una tras otra</translation>
    </message>
    <message>
        <source>Train one, or add one.</source>
        <translation>Entrene uno, o añada uno.</translation>
    </message>
    <message>
        <source>Train the backbones, one after the other. You can go on reading films meanwhile.
Val accuracy tells how well films are read that the model has not learnt from.</source>
        <translation>Entrene las redes base, una tras otra. Entretanto puede seguir leyendo radiografías.
La exactitud en validación dice cuán bien se leen radiografías de las que el modelo no ha aprendido.</translation>
    </message>
    <message>
        <source>Train to learn from, val to choose on, test to measure on</source>
        <translation>Aprender (train), elegir (val), medir (test)</translation>
    </message>
    <message>
        <source>Trained here</source>
        <translation>Entrenados aquí</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenando</translation>
    </message>
    <message>
        <source>Training {name}{number}.</source>
        <translation>Entrenando {name}{number}.</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>Entrenamientos</translation>
    </message>
    <message>
        <source>Trials begin</source>
        <translation>Los ensayos empiezan</translation>
    </message>
    <message>
        <source>Trials of heads</source>
        <translation>Ensayos de cabezales</translation>
    </message>
    <message>
        <source>Trials vary how heads are fitted, penalty, learning rate, dropout and the like; the best settings are taken over.</source>
        <translation>Los ensayos varían cómo se ajustan los cabezales: penalización, tasa de aprendizaje, dropout y demás; se adoptan los mejores ajustes.</translation>
    </message>
    <message>
        <source>True size</source>
        <translation>Tamaño real</translation>
    </message>
    <message>
        <source>True size needs the size of the film's pixels, which this file does not state.</source>
        <translation>El tamaño real necesita el tamaño de los píxeles de la radiografía, que este archivo no indica.</translation>
    </message>
    <message>
        <source>True size needs the size of this monitor's pixels, which the monitor does not state.</source>
        <translation>El tamaño real necesita el tamaño de los píxeles de este monitor, que el monitor no indica.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Try heads, and take over the best settings</source>
        <translation>Probar cabezales y adoptar los mejores ajustes</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
    <message>
        <source>Turn black and white round</source>
        <translation>Intercambiar negro y blanco</translation>
    </message>
    <message>
        <source>Turn by 1° to the left</source>
        <translation>Girar 1° a la izquierda</translation>
    </message>
    <message>
        <source>Turn by 1° to the right</source>
        <translation>Girar 1° a la derecha</translation>
    </message>
    <message>
        <source>Turn by 90° to the left</source>
        <translation>Girar 90° a la izquierda</translation>
    </message>
    <message>
        <source>Turn by 90° to the right</source>
        <translation>Girar 90° a la derecha</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Girar a la izquierda</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Girar a la derecha</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Dar la vuelta</translation>
    </message>
    <message>
        <source>Turn to another film and come back to see it again.</source>
        <translation>Vaya a otra radiografía y vuelva para verlo de nuevo.</translation>
    </message>
    <message>
        <source>Turned, shifted, lighter or darker, blurred: as another machine might have taken them.</source>
        <translation>Girada, desplazada, más clara o más oscura, borrosa: como podría haberla hecho otro aparato.</translation>
    </message>
    <message>
        <source>Type a number from 0 to {most_trials}.</source>
        <translation>Escriba un número de 0 a {most_trials}.</translation>
    </message>
    <message>
        <source>Type a part of the name; arrows choose, Enter does it</source>
        <translation>Escriba una parte del nombre; las flechas eligen, Intro lo hace</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Incierto</translation>
    </message>
    <message>
        <source>Uncertain · {words}</source>
        <translation>Incierto · {words}</translation>
    </message>
    <message>
        <source>Uncertain: {words}</source>
        <translation>Incierto: {words}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo removal</source>
        <translation>Deshacer la eliminación</translation>
    </message>
    <message>
        <source>Undo the last step of measuring</source>
        <translation>Deshacer el último paso de la medición</translation>
    </message>
    <message>
        <source>Undo the moved operating point</source>
        <translation>Deshacer el punto de operación movido</translation>
    </message>
    <message>
        <source>Undo the moved point: call the most probable class (Home)</source>
        <translation>Deshacer el punto movido: dar la clase más probable (Inicio)</translation>
    </message>
    <message>
        <source>Undo zoom, pan, turns and window</source>
        <translation>Deshacer zoom, desplazamiento, giros y ventana</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>Desplegar todo</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Sin leer</translation>
    </message>
    <message>
        <source>Unsaved work (*.json)</source>
        <translation>Trabajo no guardado (*.json)</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Inseguro</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Urgencia</translation>
    </message>
    <message>
        <source>Use LungDesk for research only</source>
        <translation>Usar LungDesk solo para investigación</translation>
    </message>
    <message>
        <source>Use LungDesk for research only; six steps round the window</source>
        <translation>Usar LungDesk solo para investigación; seis pasos por la ventana</translation>
    </message>
    <message>
        <source>Use for reading</source>
        <translation>Usar para leer</translation>
    </message>
    <message>
        <source>VGG16 that also looks at the finer levels of the picture, for small signs; the slowest.</source>
        <translation>VGG16 que mira además los niveles más finos de la imagen, para signos pequeños; la más lenta.</translation>
    </message>
    <message>
        <source>Val (chosen on)</source>
        <translation>Validación (elegido)</translation>
    </message>
    <message>
        <source>Val acc.</source>
        <translation>Exact. valid.</translation>
    </message>
    <message>
        <source>Val acc. and val loss are of the best epoch so far, before calibration.</source>
        <translation>La exactitud y la pérdida en validación son de la mejor época hasta ahora, antes de calibrar.</translation>
    </message>
    <message>
        <source>Val acc. and val loss are of the finished model, calibrated: Compare has them.</source>
        <translation>La exactitud y la pérdida en validación son del modelo terminado y calibrado: las mismas que en la comparación.</translation>
    </message>
    <message>
        <source>Val loss</source>
        <translation>Pérd. valid.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Values of the film; drag the ends of the window</source>
        <translation>Valores de la radiografía; arrastre los extremos de la ventana</translation>
    </message>
    <message>
        <source>Verdict and &amp;comment of the reader</source>
        <translation>Veredicto y com&amp;entario del lector</translation>
    </message>
    <message>
        <source>Verified: every file is as it was released.</source>
        <translation>Verificado: todos los archivos están como se publicaron.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Verificar</translation>
    </message>
    <message>
        <source>Very deep: slow to train, and needs many films to be worth it.</source>
        <translation>Muy profunda: lenta de entrenar, y necesita muchas radiografías para compensar.</translation>
    </message>
    <message>
        <source>View {n}</source>
        <translation>Vista {n}</translation>
    </message>
    <message>
        <source>Views, layouts and the window. Each tells its key when the pointer rests on it.</source>
        <translation>Vistas, disposiciones y la ventana. Cada una indica su tecla cuando el puntero se detiene en ella.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Waiting for the model to be ready.</source>
        <translation>Esperando a que el modelo esté listo.</translation>
    </message>
    <message>
        <source>Waits to be measured</source>
        <translation>A la espera de medirse</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Aviso</translation>
    </message>
    <message>
        <source>Weaker parts of the map, as a share of the scale, are not painted</source>
        <translation>Las partes más débiles del mapa, como proporción de la escala, no se pintan</translation>
    </message>
    <message>
        <source>Weigh</source>
        <translation>Ponderar</translation>
    </message>
    <message>
        <source>Weighted mean of {shares}. </source>
        <translation>Media ponderada de {shares}. </translation>
    </message>
    <message>
        <source>Weights are coming…</source>
        <translation>Los pesos están llegando…</translation>
    </message>
    <message>
        <source>Weights are here</source>
        <translation>Los pesos están aquí</translation>
    </message>
    <message>
        <source>Weights of Keras or PyTorch (*.h5 *.keras *.pth);;All files (*)</source>
        <translation>Pesos de Keras o PyTorch (*.h5 *.keras *.pth);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Weights to begin with</source>
        <translation>Pesos con los que empezar</translation>
    </message>
    <message>
        <source>Weights under {weights_licence}</source>
        <translation>Pesos con licencia {weights_licence}</translation>
    </message>
    <message>
        <source>Welcome to LungDesk</source>
        <translation>Le damos la bienvenida a LungDesk</translation>
    </message>
    <message>
        <source>What a drag with the left button upwards does to the film</source>
        <translation>Qué hace a la radiografía arrastrar hacia arriba con el botón izquierdo</translation>
    </message>
    <message>
        <source>What a model costs is not known.</source>
        <translation>No se sabe lo que cuesta un modelo.</translation>
    </message>
    <message>
        <source>What can be made again</source>
        <translation>Lo que se puede volver a crear</translation>
    </message>
    <message>
        <source>What do you see?</source>
        <translation>¿Qué ve usted?</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>¿Qué desea hacer?</translation>
    </message>
    <message>
        <source>What happens is written here.</source>
        <translation>Lo que sucede se escribe aquí.</translation>
    </message>
    <message>
        <source>What is burnt into the film itself stays visible, and dialogs of the system that open and save files show the names of the files. Nothing is changed in any file.</source>
        <translation>Lo que está grabado en la propia radiografía sigue visible, y los cuadros del sistema que abren y guardan archivos muestran sus nombres. No se cambia nada en ningún archivo.</translation>
    </message>
    <message>
        <source>What is installed, and which reads</source>
        <translation>Qué está instalado y cuál lee</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>Lo que falta</translation>
    </message>
    <message>
        <source>What is more than chance</source>
        <translation>Lo que supera el azar</translation>
    </message>
    <message>
        <source>What is read here is not kept: another LungDesk has the workspace open.</source>
        <translation>Lo que se lee aquí no se guarda: otro LungDesk tiene abierto el espacio de trabajo.</translation>
    </message>
    <message>
        <source>What is usual: several heads, altered films too; the best is kept.</source>
        <translation>Lo habitual: varios cabezales, también radiografías alteradas; se conserva el mejor.</translation>
    </message>
    <message>
        <source>What of a film is shown, and how large</source>
        <translation>Qué se muestra de una radiografía, y a qué tamaño</translation>
    </message>
    <message>
        <source>What the classes in the data mean</source>
        <translation>Qué significan las clases de los datos</translation>
    </message>
    <message>
        <source>What the map marks does not speak for this class: do not rely on this map.</source>
        <translation>Lo que marca el mapa no habla a favor de esta clase: no confíe en este mapa.</translation>
    </message>
    <message>
        <source>What the model is to be called</source>
        <translation>Cómo debe llamarse el modelo</translation>
    </message>
    <message>
        <source>What the model says</source>
        <translation>Lo que dice el modelo</translation>
    </message>
    <message>
        <source>What the network will see</source>
        <translation>Lo que verá la red</translation>
    </message>
    <message>
        <source>What the strongest colour stands for: compare films by a fixed one</source>
        <translation>Qué representa el color más intenso: compare radiografías con uno fijo</translation>
    </message>
    <message>
        <source>What these films cannot show</source>
        <translation>Lo que estas radiografías no pueden mostrar</translation>
    </message>
    <message>
        <source>What this computer has, as text to copy</source>
        <translation>Qué tiene este equipo, como texto para copiar</translation>
    </message>
    <message>
        <source>What this means</source>
        <translation>Qué significa</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>What was found, the most serious first</source>
        <translation>Lo encontrado, lo más grave primero</translation>
    </message>
    <message>
        <source>What was shown after (Alt+Right)</source>
        <translation>Lo mostrado después (Alt+Derecha)</translation>
    </message>
    <message>
        <source>What was shown before (Alt+Left)</source>
        <translation>Lo mostrado antes (Alt+Izquierda)</translation>
    </message>
    <message>
        <source>What you hold against the screen</source>
        <translation>Lo que usted acerca a la pantalla</translation>
    </message>
    <message>
        <source>What “{name}” means; “{left_out}” does not train on its films</source>
        <translation>Qué significa «{name}»; «{left_out}» no entrena con sus radiografías</translation>
    </message>
    <message>
        <source>Where it keeps what it makes</source>
        <translation>Dónde guarda lo que hace</translation>
    </message>
    <message>
        <source>Where it looked</source>
        <translation>Dónde miró</translation>
    </message>
    <message>
        <source>Where several people use one workspace, each has a blinded first read of their own: enter who reads before you begin.</source>
        <translation>Si varias personas usan un espacio de trabajo, cada una tiene su propia primera lectura a ciegas: indique quién lee antes de empezar.</translation>
    </message>
    <message>
        <source>Where the best model so far looks, on films of val</source>
        <translation>Dónde mira el mejor modelo hasta ahora, en radiografías de validación</translation>
    </message>
    <message>
        <source>Where the film must be seen for the class to be likely. Asks the model 400 times.</source>
        <translation>Dónde debe verse la radiografía para que la clase sea probable. Pregunta al modelo 400 veces.</translation>
    </message>
    <message>
        <source>Where the model looked, class by class.</source>
        <translation>Dónde miró el modelo, clase por clase.</translation>
    </message>
    <message>
        <source>Whether reports have this part</source>
        <translation>Si los informes llevan esta parte</translation>
    </message>
    <message>
        <source>Which figure the bars show</source>
        <translation>Qué medida muestran las barras</translation>
    </message>
    <message>
        <source>Which films?</source>
        <translation>¿Qué radiografías?</translation>
    </message>
    <message>
        <source>Which model to measure</source>
        <translation>Qué modelo medir</translation>
    </message>
    <message>
        <source>Which one to keep</source>
        <translation>Cuál conservar</translation>
    </message>
    <message>
        <source>Which part of the collection to measure on</source>
        <translation>Con qué parte de la colección medir</translation>
    </message>
    <message>
        <source>Which version this is, and what it is for</source>
        <translation>Qué versión es y para qué sirve</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Blanco</translation>
    </message>
    <message>
        <source>Whole film</source>
        <translation>Entera</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Página entera</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Anchura</translation>
    </message>
    <message>
        <source>Window &amp;on a region</source>
        <translation>Ventana de una re&amp;gión</translation>
    </message>
    <message>
        <source>Window of grey values</source>
        <translation>Ventana de grises</translation>
    </message>
    <message>
        <source>Window of the file{words}.</source>
        <translation>Ventana del archivo{words}.</translation>
    </message>
    <message>
        <source>Window: </source>
        <translation>Ventana: </translation>
    </message>
    <message>
        <source>Window: &amp;Auto</source>
        <translation>Ventana: A&amp;utomática</translation>
    </message>
    <message>
        <source>Window: &amp;Bone</source>
        <translation>Ventana: &amp;Hueso</translation>
    </message>
    <message>
        <source>Window: &amp;Soft</source>
        <translation>Ventana: &amp;Blanda</translation>
    </message>
    <message>
        <source>Window: From &amp;DICOM</source>
        <translation>Ventana: De &amp;DICOM</translation>
    </message>
    <message>
        <source>Window: L&amp;ung</source>
        <translation>Ventana: &amp;Pulmón</translation>
    </message>
    <message>
        <source>Window: Lines and &amp;tubes</source>
        <translation>Ventana: Líneas &amp;y tubos</translation>
    </message>
    <message>
        <source>Window: Mediastinum</source>
        <translation>Ventana: Mediastino</translation>
    </message>
    <message>
        <source>Wipe from one film to the other</source>
        <translation>Pasar como una cortina de una radiografía a la otra</translation>
    </message>
    <message>
        <source>With the most probable class called, whatever the operating point on Curves. In brackets: 95 % intervals by patient (bootstrap; Wilson's where resamples do not vary). AUROC, AUPRC: areas under the curves.</source>
        <translation>Dando la clase más probable, sea cual sea el punto de operación en Curvas. Entre paréntesis: intervalos del 95 % por paciente (bootstrap; de Wilson donde los remuestreos no varían). AUROC, AUPRC: áreas bajo las curvas.</translation>
    </message>
    <message>
        <source>Without identity, overlays of the file and notes that name the patient are left out as well. What is burnt into the film itself stays: look at it first.</source>
        <translation>Sin identidad se omiten también las superposiciones del archivo y las notas que nombran al paciente. Lo que está grabado en la propia radiografía se queda: mírela primero.</translation>
    </message>
    <message>
        <source>Wor&amp;klist</source>
        <translation>Lista de &amp;trabajo</translation>
    </message>
    <message>
        <source>Words of a tag, keyword, name or value: 0010,0010, window, CR</source>
        <translation>Palabras de una etiqueta, palabra clave, nombre o valor: 0010,0010, window, CR</translation>
    </message>
    <message>
        <source>Words of patient, ID, date, study, file or note (Ctrl+F)</source>
        <translation>Palabras del paciente, ID, fecha, estudio, archivo o nota (Ctrl+F)</translation>
    </message>
    <message>
        <source>Words or the code of a message, such as LD-GATE-006 (Ctrl+F)</source>
        <translation>Palabras o el código de un mensaje, como LD-GATE-006 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Worklist</source>
        <translation>Lista de trabajo</translation>
    </message>
    <message>
        <source>Workspaces (*.db)</source>
        <translation>Espacios de trabajo (*.db)</translation>
    </message>
    <message>
        <source>Write all results as DICOM</source>
        <translation>Escribir todos los resultados como DICOM</translation>
    </message>
    <message>
        <source>Write all results as DICOM into a folder of your choice</source>
        <translation>Escribir todos los resultados como DICOM en una carpeta que usted elija</translation>
    </message>
    <message>
        <source>Write on the film</source>
        <translation>Escribir en la radiografía</translation>
    </message>
    <message>
        <source>Write per cent of the true class large</source>
        <translation>Escribir en grande el porcentaje de la clase verdadera</translation>
    </message>
    <message>
        <source>Write report, reading, map and presentation as DICOM objects</source>
        <translation>Escribir informe, lectura, mapa y presentación como objetos DICOM</translation>
    </message>
    <message>
        <source>Write the DICOM objects into a folder of your choice</source>
        <translation>Escribir los objetos DICOM en una carpeta que usted elija</translation>
    </message>
    <message>
        <source>Write the number of films large</source>
        <translation>Escribir en grande el número de radiografías</translation>
    </message>
    <message>
        <source>You have accepted the finding.</source>
        <translation>Ha aceptado el hallazgo.</translation>
    </message>
    <message>
        <source>You have corrected the finding.</source>
        <translation>Ha corregido el hallazgo.</translation>
    </message>
    <message>
        <source>You have judged this film before, with the model’s answer in sight.</source>
        <translation>Ya ha valorado antes esta radiografía, con la respuesta del modelo a la vista.</translation>
    </message>
    <message>
        <source>You have rejected the finding.</source>
        <translation>Ha descartado el hallazgo.</translation>
    </message>
    <message>
        <source>You have seen the model’s answer for this film before.</source>
        <translation>Ya ha visto antes la respuesta del modelo para esta radiografía.</translation>
    </message>
    <message>
        <source>You read first from now on; an answer that has been shown stays open.</source>
        <translation>Desde ahora lee usted primero; una respuesta ya mostrada sigue a la vista.</translation>
    </message>
    <message>
        <source>You said earlier: {names}.</source>
        <translation>Usted dijo antes: {names}.</translation>
    </message>
    <message>
        <source>You said: {name}. The model {differs}.</source>
        <translation>Usted dijo: {name}. El modelo {differs}.</translation>
    </message>
    <message>
        <source>You see: {name}</source>
        <translation>Usted ve: {name}</translation>
    </message>
    <message>
        <source>Your films</source>
        <translation>Sus radiografías</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Su nombre</translation>
    </message>
    <message>
        <source>Your own measurements stand in place of what it draws.</source>
        <translation>Sus propias medidas ocupan el lugar de lo que dibuja.</translation>
    </message>
    <message>
        <source>Your reading</source>
        <translation>Su lectura</translation>
    </message>
    <message>
        <source>Your reading first</source>
        <translation>Primero su lectura</translation>
    </message>
    <message>
        <source>ZIP file</source>
        <translation>Archivo ZIP</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>A&amp;mpliar</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Red&amp;ucir</translation>
    </message>
    <message>
        <source>Zoom of the preview</source>
        <translation>Zoom de la vista previa</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>una carpeta</translation>
    </message>
    <message>
        <source>a new view each time</source>
        <translation>una vista nueva cada vez</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptado</translation>
    </message>
    <message>
        <source>after epoch {epoch} of {phase}</source>
        <translation>tras la época {epoch} de {phase}</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>coincide</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>all films</source>
        <translation>todas las radiografías</translation>
    </message>
    <message>
        <source>asking the model</source>
        <translation>preguntando al modelo</translation>
    </message>
    <message>
        <source>before its first epoch</source>
        <translation>antes de su primera época</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>empieza</translation>
    </message>
    <message>
        <source>being trained</source>
        <translation>entrenándose</translation>
    </message>
    <message>
        <source>being trained by another LungDesk</source>
        <translation>entrenándose en otro LungDesk</translation>
    </message>
    <message>
        <source>best on val</source>
        <translation>el mejor en validación</translation>
    </message>
    <message>
        <source>brighter</source>
        <translation>más clara</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>elegida</translation>
    </message>
    <message>
        <source>confidence {confidence:.0f} %: right in {accuracy:.0f} % ({low} to {high}) of {n:,}</source>
        <translation>confianza {confidence:.0f} %: correcta en {accuracy:.0f} % ({low} a {high}) de {n:,}</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>corregido</translation>
    </message>
    <message>
        <source>count as</source>
        <translation>cuentan como</translation>
    </message>
    <message>
        <source>current</source>
        <translation>actual</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>más oscura</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>difiere</translation>
    </message>
    <message>
        <source>document</source>
        <translation>documento</translation>
    </message>
    <message>
        <source>does not lower</source>
        <translation>no reduce</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>each film only as it is</source>
        <translation>cada radiografía solo tal cual</translation>
    </message>
    <message>
        <source>ended by itself (exit code {exit_code})</source>
        <translation>terminó por sí solo (código de salida {exit_code})</translation>
    </message>
    <message>
        <source>enough</source>
        <translation>suficientes</translation>
    </message>
    <message>
        <source>ensemble of {count}</source>
        <translation>ensemble de {count}</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>época</translation>
    </message>
    <message>
        <source>evidence (logit)</source>
        <translation>evidencia (logit)</translation>
    </message>
    <message>
        <source>explanation saliency map</source>
        <translation>explicación mapa de saliencia</translation>
    </message>
    <message>
        <source>few</source>
        <translation>pocas</translation>
    </message>
    <message>
        <source>film</source>
        <translation>radiografía</translation>
    </message>
    <message>
        <source>films</source>
        <translation>radiografías</translation>
    </message>
    <message>
        <source>from the file's table</source>
        <translation>de la tabla del archivo</translation>
    </message>
    <message>
        <source>from {low} to {high}, {middle}</source>
        <translation>de {low} a {high}, {middle}</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>continúa</translation>
    </message>
    <message>
        <source>head</source>
        <translation>cabezal</translation>
    </message>
    <message>
        <source>heatmap saliency map</source>
        <translation>mapa de calor saliencia</translation>
    </message>
    <message>
        <source>heatmap saliency map occlusion test</source>
        <translation>mapa de calor saliencia oclusión prueba</translation>
    </message>
    <message>
        <source>in epoch {epoch} of {phase}</source>
        <translation>en la época {epoch} de {phase}</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>interrumpido</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertida</translation>
    </message>
    <message>
        <source>is a key image</source>
        <translation>es imagen clave</translation>
    </message>
    <message>
        <source>is no key image any more</source>
        <translation>ya no es imagen clave</translation>
    </message>
    <message>
        <source>is {name}</source>
        <translation>es {name}</translation>
    </message>
    <message>
        <source>key image</source>
        <translation>imagen clave</translation>
    </message>
    <message>
        <source>key image mark</source>
        <translation>marca de imagen clave</translation>
    </message>
    <message>
        <source>key image marks</source>
        <translation>marcas de imagen clave</translation>
    </message>
    <message>
        <source>last block</source>
        <translation>último bloque</translation>
    </message>
    <message>
        <source>last head</source>
        <translation>último cabezal</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>omitida</translation>
    </message>
    <message>
        <source>loading the network</source>
        <translation>cargando la red</translation>
    </message>
    <message>
        <source>local (left out)</source>
        <translation>locales (apartadas)</translation>
    </message>
    <message>
        <source>looking for films</source>
        <translation>buscando radiografías</translation>
    </message>
    <message>
        <source>lowers</source>
        <translation>reduce</translation>
    </message>
    <message>
        <source>measurements only</source>
        <translation>solo las medidas</translation>
    </message>
    <message>
        <source>measuring the model</source>
        <translation>midiendo el modelo</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>midiendo…</translation>
    </message>
    <message>
        <source>milliseconds to read a film</source>
        <translation>milisegundos para leer una radiografía</translation>
    </message>
    <message>
        <source>more film</source>
        <translation>radiografía más</translation>
    </message>
    <message>
        <source>more films</source>
        <translation>radiografías más</translation>
    </message>
    <message>
        <source>most</source>
        <translation>más</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>no backbones</source>
        <translation>ninguna red base</translation>
    </message>
    <message>
        <source>no films</source>
        <translation>ninguna radiografía</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>none: not fitted</source>
        <translation>ninguna: no ajustada</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>no elegida</translation>
    </message>
    <message>
        <source>not possible now</source>
        <translation>no es posible ahora</translation>
    </message>
    <message>
        <source>not possible now: {why_not}</source>
        <translation>no es posible ahora: {why_not}</translation>
    </message>
    <message>
        <source>not trained to the end</source>
        <translation>no entrenado hasta el final</translation>
    </message>
    <message>
        <source>not trained yet</source>
        <translation>aún sin entrenar</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>aún no</translation>
    </message>
    <message>
        <source>note</source>
        <translation>nota</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>notas</translation>
    </message>
    <message>
        <source>on the whole the model is as sure as it may be.</source>
        <translation>en conjunto el modelo está tan seguro como puede estarlo.</translation>
    </message>
    <message>
        <source>or one for all, in pixels</source>
        <translation>o uno para todas, en píxeles</translation>
    </message>
    <message>
        <source>other hospitals</source>
        <translation>otros hospitales</translation>
    </message>
    <message>
        <source>pair</source>
        <translation>par</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>pares</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>precisión</translation>
    </message>
    <message>
        <source>probability of the leading class</source>
        <translation>probabilidad de la clase principal</translation>
    </message>
    <message>
        <source>read as →
true ↓</source>
        <translation>leída como →
verdad ↓</translation>
    </message>
    <message>
        <source>reading all</source>
        <translation>leyendo todas</translation>
    </message>
    <message>
        <source>recall (sensitivity)</source>
        <translation>sensibilidad (recall)</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>descartado</translation>
    </message>
    <message>
        <source>report</source>
        <translation>informe</translation>
    </message>
    <message>
        <source>running the films through it</source>
        <translation>pasando las radiografías por ella</translation>
    </message>
    <message>
        <source>running the films through its lower part</source>
        <translation>pasando las radiografías por su parte inferior</translation>
    </message>
    <message>
        <source>same picture</source>
        <translation>misma imagen</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>sensibilidad</translation>
    </message>
    <message>
        <source>sensitivity {proportion}; specificity {proportion_2}</source>
        <translation>sensibilidad {proportion}; especificidad {proportion_2}</translation>
    </message>
    <message>
        <source>share that is right</source>
        <translation>proporción correcta</translation>
    </message>
    <message>
        <source>ships with LungDesk</source>
        <translation>viene con LungDesk</translation>
    </message>
    <message>
        <source>size in MB</source>
        <translation>tamaño en MB</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>studies</source>
        <translation>estudios</translation>
    </message>
    <message>
        <source>study</source>
        <translation>estudio</translation>
    </message>
    <message>
        <source>test</source>
        <translation>prueba</translation>
    </message>
    <message>
        <source>test {figures:.3f}</source>
        <translation>prueba {figures:.3f}</translation>
    </message>
    <message>
        <source>the backbones</source>
        <translation>las redes base</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>el archivo</translation>
    </message>
    <message>
        <source>the model is too cautious.</source>
        <translation>el modelo es demasiado prudente.</translation>
    </message>
    <message>
        <source>the model is too sure.</source>
        <translation>el modelo está demasiado seguro.</translation>
    </message>
    <message>
        <source>the size of its pixels is not known; true size needs it.</source>
        <translation>no se conoce el tamaño de sus píxeles; el tamaño real lo necesita.</translation>
    </message>
    <message>
        <source>the {title}</source>
        <translation>{title}</translation>
    </message>
    <message>
        <source>these films are too few to say whether the model is too sure.</source>
        <translation>estas radiografías son muy pocas para decir si el modelo está demasiado seguro.</translation>
    </message>
    <message>
        <source>time to read a film</source>
        <translation>tiempo para leer una radiografía</translation>
    </message>
    <message>
        <source>train</source>
        <translation>entrenamiento</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>entrenado</translation>
    </message>
    <message>
        <source>training heads</source>
        <translation>entrenando cabezales</translation>
    </message>
    <message>
        <source>training heads on what it has learnt</source>
        <translation>entrenamiento de cabezas sobre lo aprendido</translation>
    </message>
    <message>
        <source>training the last blocks</source>
        <translation>entrenando los últimos bloques</translation>
    </message>
    <message>
        <source>training the whole network</source>
        <translation>entrenando toda la red</translation>
    </message>
    <message>
        <source>turned round</source>
        <translation>dada la vuelta</translation>
    </message>
    <message>
        <source>turned to the left</source>
        <translation>girada a la izquierda</translation>
    </message>
    <message>
        <source>turned to the right</source>
        <translation>girada a la derecha</translation>
    </message>
    <message>
        <source>val</source>
        <translation>validación</translation>
    </message>
    <message>
        <source>val (chosen on)</source>
        <translation>val. (elegido)</translation>
    </message>
    <message>
        <source>val {figures:.3f}</source>
        <translation>validación {figures:.3f}</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>veredicto</translation>
    </message>
    <message>
        <source>verdicts</source>
        <translation>veredictos</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>versión {version}</translation>
    </message>
    <message>
        <source>warming up</source>
        <translation>calentando</translation>
    </message>
    <message>
        <source>was killed from outside, perhaps because memory was short,</source>
        <translation>fue terminado desde fuera, quizá por falta de memoria,</translation>
    </message>
    <message>
        <source>weights under {weights_licence}</source>
        <translation>pesos con licencia {weights_licence}</translation>
    </message>
    <message>
        <source>what is drawn on {films}</source>
        <translation>lo dibujado en {films}</translation>
    </message>
    <message>
        <source>whole network</source>
        <translation>toda la red</translation>
    </message>
    <message>
        <source>window from {low:.0f} to {high:.0f}</source>
        <translation>ventana de {low:.0f} a {high:.0f}</translation>
    </message>
    <message>
        <source>with</source>
        <translation>con</translation>
    </message>
    <message>
        <source>without</source>
        <translation>sin</translation>
    </message>
    <message>
        <source>without a label</source>
        <translation>sin etiqueta</translation>
    </message>
    <message>
        <source>{backbone_title}: {phase_title}, epoch {epoch} of {of}: loss {loss:.3f}, accuracy {accuracy:.3f}; val loss {val_loss:.3f}, val accuracy {val_accuracy:.3f}; {seconds:.1f} s</source>
        <translation>{backbone_title}: {phase_title}, época {epoch} de {of}: pérdida {loss:.3f}, exactitud {accuracy:.3f}; en validación, pérdida {val_loss:.3f}, exactitud {val_accuracy:.3f}; {seconds:.1f} s</translation>
    </message>
    <message>
        <source>{copies:,} of them as copies of others</source>
        <translation>{copies:,} de ellas como copias de otras</translation>
    </message>
    <message>
        <source>{correction} on the screen</source>
        <translation>{correction} en la pantalla</translation>
    </message>
    <message>
        <source>{count:,} film</source>
        <translation>{count:,} radiografía</translation>
    </message>
    <message>
        <source>{count:,} films</source>
        <translation>{count:,} radiografías</translation>
    </message>
    <message>
        <source>{count:,} of {count_2:,} tags</source>
        <translation>{count:,} de {count_2:,} etiquetas</translation>
    </message>
    <message>
        <source>{count:,} of {films} are read wrongly, the most confident first. Click, or press Enter, to open one with its heatmap.</source>
        <translation>{count:,} de {films} están mal leídas, las de mayor confianza primero. Haga clic, o pulse Intro, para abrir una con su mapa de calor.</translation>
    </message>
    <message>
        <source>{count:,} tags</source>
        <translation>{count:,} etiquetas</translation>
    </message>
    <message>
        <source>{count} DICOM objects are in {folder}.</source>
        <translation>{count} objetos DICOM están en {folder}.</translation>
    </message>
    <message>
        <source>{count} DICOM objects are in {folder}. They name the patient, as the film does.</source>
        <translation>{count} objetos DICOM están en {folder}. Nombran al paciente, como la radiografía.</translation>
    </message>
    <message>
        <source>{count} classes</source>
        <translation>{count} clases</translation>
    </message>
    <message>
        <source>{count} films took no part, the first because: {message}</source>
        <translation>{count} radiografías no participaron, la primera porque: {message}</translation>
    </message>
    <message>
        <source>{count} measurements copied as text.</source>
        <translation>{count} medidas copiadas como texto.</translation>
    </message>
    <message>
        <source>{count} places</source>
        <translation>{count} lugares</translation>
    </message>
    <message>
        <source>{count} runs</source>
        <translation>{count} ejecuciones</translation>
    </message>
    <message>
        <source>{display_name} cannot be cut at {wanted}: let it be trained from the shortest part on, or choose one backbone.</source>
        <translation>{display_name} no se puede cortar en {wanted}: entrénela desde la parte más corta, o elija una sola red base.</translation>
    </message>
    <message>
        <source>{done:,} of {total:,}</source>
        <translation>{done:,} de {total:,}</translation>
    </message>
    <message>
        <source>{download_bytes:.0f} MB to download</source>
        <translation>{download_bytes:.0f} MB por descargar</translation>
    </message>
    <message>
        <source>{each} px</source>
        <translation>{each} px</translation>
    </message>
    <message>
        <source>{epoch_words} epochs, {left_words}</source>
        <translation>{epoch_words} épocas, {left_words}</translation>
    </message>
    <message>
        <source>{failed:,} could not be read</source>
        <translation>{failed:,} no se pudieron leer</translation>
    </message>
    <message>
        <source>{failed:,} could not be read; the list says why.</source>
        <translation>{failed:,} no se pudieron leer; la lista dice por qué.</translation>
    </message>
    <message>
        <source>{figure} ms a film here, at {input_size} px</source>
        <translation>{figure} ms por radiografía aquí, a {input_size} px</translation>
    </message>
    <message>
        <source>{film_title} cannot be shown</source>
        <translation>{film_title} no se puede mostrar</translation>
    </message>
    <message>
        <source>{films} have not been read by {model_name}.</source>
        <translation>{model_name} no ha leído {films}.</translation>
    </message>
    <message>
        <source>{films} in {count} views each: {listed}</source>
        <translation>{films} en {count} vistas cada una: {listed}</translation>
    </message>
    <message>
        <source>{films} of {groups:,} patients or groups</source>
        <translation>{films} de {groups:,} pacientes o grupos</translation>
    </message>
    <message>
        <source>{films} read wrongly, surest first.</source>
        <translation>{films} mal leídas, las más seguras primero.</translation>
    </message>
    <message>
        <source>{films}: {true_name} read as {read_name}, surest first.</source>
        <translation>{films}: {true_name} leída como {read_name}, las más seguras primero.</translation>
    </message>
    <message>
        <source>{first} and {second}: {verdict}.</source>
        <translation>{first} y {second}: {verdict}.</translation>
    </message>
    <message>
        <source>{first} of {total:,}</source>
        <translation>{first} de {total:,}</translation>
    </message>
    <message>
        <source>{first} of {total:,} pairs</source>
        <translation>{first} de {total:,} pares</translation>
    </message>
    <message>
        <source>{first}–{last} of {total:,} films</source>
        <translation>{first}–{last} de {total:,} radiografías</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{id} is deleted for good.</source>
        <translation>{id} se ha eliminado para siempre.</translation>
    </message>
    <message>
        <source>{id} is installed again, and reads the films as before.</source>
        <translation>{id} está instalado de nuevo y lee las radiografías como antes.</translation>
    </message>
    <message>
        <source>{id} is installed again.</source>
        <translation>{id} está instalado de nuevo.</translation>
    </message>
    <message>
        <source>{id} is installed; “Use for reading” lets it read.</source>
        <translation>{id} está instalado; «Usar para leer» le permite leer.</translation>
    </message>
    <message>
        <source>{id} · version {version} · {sha256}</source>
        <translation>{id} · versión {version} · {sha256}</translation>
    </message>
    <message>
        <source>{in_words} of {in_words_2} that are free; {in_words_3} of it for models, and to go on after a pause.</source>
        <translation>{in_words} de {in_words_2} libres; de ellos, {in_words_3} para modelos y para seguir tras una pausa.</translation>
    </message>
    <message>
        <source>{key} finds each of them by name.</source>
        <translation>{key} encuentra cada uno por su nombre.</translation>
    </message>
    <message>
        <source>{key} goes on.</source>
        <translation>{key} continúa.</translation>
    </message>
    <message>
        <source>{key} opens the guide.</source>
        <translation>{key} abre la guía.</translation>
    </message>
    <message>
        <source>{key} would do {listed}</source>
        <translation>{key} haría {listed}</translation>
    </message>
    <message>
        <source>{known}Drag the midline, the heart's borders and the thorax in place.</source>
        <translation>{known}Arrastre a su lugar la línea media, los bordes del corazón y el tórax.</translation>
    </message>
    <message>
        <source>{learnt} The weights are not here yet: {size:.0f} MB from {server}.</source>
        <translation>{learnt} Los pesos aún no están aquí: {size:.0f} MB de {server}.</translation>
    </message>
    <message>
        <source>{learnt} The weights are not here{how}, or choose a file.</source>
        <translation>{learnt} Los pesos no están aquí{how}, o elija un archivo.</translation>
    </message>
    <message>
        <source>{listed}. Choose another key.</source>
        <translation>{listed}. Elija otra tecla.</translation>
    </message>
    <message>
        <source>{megabytes:.0f} MB</source>
        <translation>{megabytes:.0f} MB</translation>
    </message>
    <message>
        <source>{megabytes:.1f} MB</source>
        <translation>{megabytes:.1f} MB</translation>
    </message>
    <message>
        <source>{message}: {done:,} of {total:,}</source>
        <translation>{message}: {done:,} de {total:,}</translation>
    </message>
    <message>
        <source>{millions:.1f} M parameters, {model_bytes:.0f} MB</source>
        <translation>{millions:.1f} M de parámetros, {model_bytes:.0f} MB</translation>
    </message>
    <message>
        <source>{mm:.4f} mm per pixel, {source}.</source>
        <translation>{mm:.4f} mm por píxel, {source}.</translation>
    </message>
    <message>
        <source>{model_filter};;All files (*)</source>
        <translation>{model_filter};;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>{name_of} reads the films now.</source>
        <translation>{name_of} lee ahora las radiografías.</translation>
    </message>
    <message>
        <source>{names} saved.</source>
        <translation>Se ha guardado: {names}.</translation>
    </message>
    <message>
        <source>{names} saved. {remark}</source>
        <translation>Se ha guardado: {names}. {remark}</translation>
    </message>
    <message>
        <source>{name} ({count:,} of {films})</source>
        <translation>{name} ({count:,} de {films})</translation>
    </message>
    <message>
        <source>{name} cannot be written ({errorstring}).</source>
        <translation>{name} no se puede escribir ({errorstring}).</translation>
    </message>
    <message>
        <source>{name} cannot be written.</source>
        <translation>No se puede escribir {name}.</translation>
    </message>
    <message>
        <source>{name} cannot be written: pictures are saved as PNG, JPEG or TIFF.</source>
        <translation>{name} no se puede escribir: las imágenes se guardan como PNG, JPEG o TIFF.</translation>
    </message>
    <message>
        <source>{name} gives this window from now on.</source>
        <translation>{name} da esta ventana desde ahora.</translation>
    </message>
    <message>
        <source>{name} has no weights here: choose a file, or let it begin with nothing.</source>
        <translation>{name} no tiene pesos aquí: elija un archivo, o deje que empiece desde cero.</translation>
    </message>
    <message>
        <source>{name} is being saved…</source>
        <translation>Se está guardando {name}…</translation>
    </message>
    <message>
        <source>{name} is in the model library{then}.</source>
        <translation>{name} está en la biblioteca de modelos{then}.</translation>
    </message>
    <message>
        <source>{name} is no film but a {what}, which is shown as one.</source>
        <translation>{name} no es una radiografía sino un {what}, y se muestra como tal.</translation>
    </message>
    <message>
        <source>{name} is removed; Ctrl+Z puts it back.{then}</source>
        <translation>{name} se ha eliminado; Ctrl+Z lo recupera.{then}</translation>
    </message>
    <message>
        <source>{name} reads here, not {model_name}, which was evaluated: probabilities and heatmaps may differ.</source>
        <translation>Aquí lee {name}, no {model_name}, que es el evaluado: probabilidades y mapas de calor pueden diferir.</translation>
    </message>
    <message>
        <source>{name} saved.</source>
        <translation>{name} guardado.</translation>
    </message>
    <message>
        <source>{name} was not trained: {message}{hint}</source>
        <translation>{name} no se entrenó: {message}{hint}</translation>
    </message>
    <message>
        <source>{name} {value:.0f} ms</source>
        <translation>{name} {value:.0f} ms</translation>
    </message>
    <message>
        <source>{name} {version} · ready</source>
        <translation>{name} {version} · listo</translation>
    </message>
    <message>
        <source>{name} · cannot be used</source>
        <translation>{name} · no se puede usar</translation>
    </message>
    <message>
        <source>{name} · idle</source>
        <translation>{name} · en reposo</translation>
    </message>
    <message>
        <source>{name} · preparing</source>
        <translation>{name} · preparándose</translation>
    </message>
    <message>
        <source>{name}, after calibration: val accuracy {accuracy:.3f}.</source>
        <translation>{name}, después de la calibración: exactitud en validación {accuracy:.3f}.</translation>
    </message>
    <message>
        <source>{name}, after calibration: val loss {loss:.3f}, val accuracy {accuracy:.3f}.</source>
        <translation>{name}, después de la calibración: pérdida en validación {loss:.3f}, exactitud en validación {accuracy:.3f}.</translation>
    </message>
    <message>
        <source>{name}, trained here: val accuracy {value:.3f}, the best that is finished.</source>
        <translation>{name}, entrenado aquí: exactitud en validación {value:.3f}, el mejor de los terminados.</translation>
    </message>
    <message>
        <source>{name}: accuracy {gain:.3f}, {cost:.{decimals}f} {unit}</source>
        <translation>{name}: exactitud {gain:.3f}, {cost:.{decimals}f} {unit}</translation>
    </message>
    <message>
        <source>{name}: not all of its films have been read.</source>
        <translation>{name}: no se han leído todas sus radiografías.</translation>
    </message>
    <message>
        <source>{name}: the model is trained and measured.</source>
        <translation>{name}: el modelo está entrenado y medido.</translation>
    </message>
    <message>
        <source>{name}: training {words}.</source>
        <translation>{name}: el entrenamiento {words}.</translation>
    </message>
    <message>
        <source>{name}: {films:,} films, counts for {counted:,.0f}</source>
        <translation>{name}: {films:,} radiografías, cuenta por {counted:,.0f}</translation>
    </message>
    <message>
        <source>{name}: {phase}, 1 epoch was done before.</source>
        <translation>{name}: {phase}, 1 época ya estaba hecha.</translation>
    </message>
    <message>
        <source>{name}: {phase}, {count} epochs were done before.</source>
        <translation>{name}: {phase}, {count} épocas ya estaban hechas.</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} de {count}</translation>
    </message>
    <message>
        <source>{number} of {count} other places lower it at least as much: do not rely on this map.</source>
        <translation>{number} de otros {count} lugares la reducen al menos lo mismo: no confíe en este mapa.</translation>
    </message>
    <message>
        <source>{number}: {width}×{height}, scale {ratio:.0f} %</source>
        <translation>{number}: {width}×{height}, escala {ratio:.0f} %</translation>
    </message>
    <message>
        <source>{of_them} of them now</source>
        <translation>{of_them} de ellas ahora</translation>
    </message>
    <message>
        <source>{ok:,} of {files:,} films were read</source>
        <translation>Se leyeron {ok:,} de {files:,} radiografías</translation>
    </message>
    <message>
        <source>{percent} of this heat lies inside the lungs.</source>
        <translation>El {percent} de este calor está dentro de los pulmones.</translation>
    </message>
    <message>
        <source>{phase_title}: {epoch} of {of}</source>
        <translation>{phase_title}: {epoch} de {of}</translation>
    </message>
    <message>
        <source>{phase}, epoch {epoch}</source>
        <translation>{phase}, época {epoch}</translation>
    </message>
    <message>
        <source>{phase}, epoch {epoch} of {of}</source>
        <translation>{phase}, época {epoch} de {of}</translation>
    </message>
    <message>
        <source>{pixels} This plan uses {more}.</source>
        <translation>{pixels} Este plan usa {more}.</translation>
    </message>
    <message>
        <source>{pixels} This plan uses {views}.</source>
        <translation>{pixels} Este plan usa {views}.</translation>
    </message>
    <message>
        <source>{reader} has accepted the finding.</source>
        <translation>{reader} ha aceptado el hallazgo.</translation>
    </message>
    <message>
        <source>{reader} has corrected it to: {name}.</source>
        <translation>{reader} lo ha corregido a: {name}.</translation>
    </message>
    <message>
        <source>{reader} has corrected the finding.</source>
        <translation>{reader} ha corregido el hallazgo.</translation>
    </message>
    <message>
        <source>{reader} has rejected the finding.</source>
        <translation>{reader} ha descartado el hallazgo.</translation>
    </message>
    <message>
        <source>{reading_ms:.0f} ms</source>
        <translation>{reading_ms:.0f} ms</translation>
    </message>
    <message>
        <source>{refused:,} refused</source>
        <translation>{refused:,} rechazadas</translation>
    </message>
    <message>
        <source>{said}
Click or Enter opens them</source>
        <translation>{said}
Un clic o Intro las abre</translation>
    </message>
    <message>
        <source>{said} “{comment}”</source>
        <translation>{said} «{comment}»</translation>
    </message>
    <message>
        <source>{said}, {duration} left</source>
        <translation>{said}, quedan {duration}</translation>
    </message>
    <message>
        <source>{sentence} How much of the heat lies inside is not said.</source>
        <translation>{sentence} No se indica cuánto calor está dentro.</translation>
    </message>
    <message>
        <source>{severity}, mended</source>
        <translation>{severity}, corregido</translation>
    </message>
    <message>
        <source>{share}, {successes:,} of {cases:,}</source>
        <translation>{share}, {successes:,} de {cases:,}</translation>
    </message>
    <message>
        <source>{shown:,} of {whole}</source>
        <translation>{shown:,} de {whole}</translation>
    </message>
    <message>
        <source>{size_mb:.0f} MB</source>
        <translation>{size_mb:.0f} MB</translation>
    </message>
    <message>
        <source>{size_words} as a model; {licence}.</source>
        <translation>{size_words} como modelo; {licence}.</translation>
    </message>
    <message>
        <source>{size} × {size} pixels, exactly as they go into the network.</source>
        <translation>{size} × {size} píxeles, exactamente como entran en la red.</translation>
    </message>
    <message>
        <source>{text}: batch</source>
        <translation>{text}: lote</translation>
    </message>
    <message>
        <source>{tip}; 95 % interval of Wilson</source>
        <translation>{tip}; intervalo del 95 % de Wilson</translation>
    </message>
    <message>
        <source>{title} as chosen</source>
        <translation>{title} como se ha elegido</translation>
    </message>
    <message>
        <source>{title}, percent</source>
        <translation>{title}, porcentaje</translation>
    </message>
    <message>
        <source>{title}, {source}, distance {distance}</source>
        <translation>{title}, {source}, distancia {distance}</translation>
    </message>
    <message>
        <source>{title}: click, or Space, to choose it or not</source>
        <translation>{title}: clic, o barra espaciadora, para elegirla o no</translation>
    </message>
    <message>
        <source>{title}: draw it on the film. Esc: stop.</source>
        <translation>{title}: trácelo en la radiografía. Esc: parar.</translation>
    </message>
    <message>
        <source>{title}: no films</source>
        <translation>{title}: ninguna radiografía</translation>
    </message>
    <message>
        <source>{title}: read as {read} with {percent}, is {true} ({percent_2})</source>
        <translation>{title}: leída como {read} con {percent}, es {true} ({percent_2})</translation>
    </message>
    <message>
        <source>{title}: {count} epochs; last accuracy {accuracy:.3f} train, {val_accuracy:.3f} val; loss before calibration {loss:.3f} train, {val_loss:.3f} val</source>
        <translation>{title}: {count} épocas; última exactitud {accuracy:.3f} en entrenamiento, {val_accuracy:.3f} en validación; pérdida antes de calibrar {loss:.3f} en entrenamiento, {val_loss:.3f} en validación</translation>
    </message>
    <message>
        <source>{total:,} labelled films.{more}</source>
        <translation>{total:,} radiografías etiquetadas.{more}</translation>
    </message>
    <message>
        <source>{total:,} of {total_2:,} films read.</source>
        <translation>{total:,} de {total_2:,} radiografías leídas.</translation>
    </message>
    <message>
        <source>{train} % to learn from. {words}</source>
        <translation>{train} % para aprender. {words}</translation>
    </message>
    <message>
        <source>{true_name} read as {read_name}: {count:,} of {films}, {percent} ({low} to {high} %)</source>
        <translation>{true_name} leída como {read_name}: {count:,} de {films}, {percent} ({low} a {high} %)</translation>
    </message>
    <message>
        <source>{turned} and inverted</source>
        <translation>{turned} e invertida</translation>
    </message>
    <message>
        <source>{turn} and read</source>
        <translation>{turn} y leer</translation>
    </message>
    <message>
        <source>{turn}, invert and read</source>
        <translation>{turn}, invertir y leer</translation>
    </message>
    <message>
        <source>{unnamed} cannot be used.</source>
        <translation>{unnamed} no se puede usar.</translation>
    </message>
    <message>
        <source>{used} views of each film</source>
        <translation>{used} vistas de cada radiografía</translation>
    </message>
    <message>
        <source>{what} These take {in_words}.</source>
        <translation>{what} Estos tardan {in_words}.</translation>
    </message>
    <message>
        <source>{whole} min</source>
        <translation>{whole} min</translation>
    </message>
    <message>
        <source>{words}Against {name} on the test films: {verdict}.</source>
        <translation>{words}Frente a {name} en las radiografías de prueba: {verdict}.</translation>
    </message>
    <message>
        <source>{words}It has the least loss on the val films, which is what to choose by.</source>
        <translation>{words}Tiene la menor pérdida en las radiografías de validación, que es por lo que hay que elegir.</translation>
    </message>
    <message>
        <source>{words}Without test films, it cannot be told from {name}.</source>
        <translation>{words}Sin radiografías de prueba no se puede distinguir de {name}.</translation>
    </message>
    <message>
        <source>{workspace_filter};;All files (*)</source>
        <translation>{workspace_filter};;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>“{text}” is no length in mm; the film is not calibrated.</source>
        <translation>«{text}» no es una longitud en mm; la radiografía no se calibra.</translation>
    </message>
    <message>
        <source>“{text}” is no size: type a multiple of 32 from {least_size} to {most_size}.</source>
        <translation>«{text}» no es un tamaño: escriba un múltiplo de 32 de {least_size} a {most_size}.</translation>
    </message>
    <message>
        <source>★ Key image</source>
        <translation>★ Imagen clave</translation>
    </message>
    <message>
        <source>⚠ Other patient</source>
        <translation>⚠ Otro paciente</translation>
    </message>
</context>
<context>
    <name>Reports</name>
    <message>
        <source>, frame {frame} of {count}</source>
        <translation>, fotograma {frame} de {count}</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>All rows stand in results.csv, the table of this batch.</source>
        <translation>Todas las filas están en results.csv, la tabla de este lote.</translation>
    </message>
    <message>
        <source>All {total:,} files that were refused or could not be read.</source>
        <translation>Los {total:,} archivos rechazados o que no se pudieron leer.</translation>
    </message>
    <message>
        <source>All {total:,} films that were read.</source>
        <translation>Las {total:,} radiografías leídas.</translation>
    </message>
    <message>
        <source>Bars: probability that the model gives. The tick is the operating point; only a class that alone reaches its own is found.</source>
        <translation>Barras: probabilidad que da el modelo. La marca es el punto de operación; solo se halla una clase que sea la única en alcanzar el suyo.</translation>
    </message>
    <message>
        <source>Batch of chest radiographs</source>
        <translation>Lote de radiografías de tórax</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nacimiento</translation>
    </message>
    <message>
        <source>By the probability of what is urgent; an uncertain reading comes before what is probably normal.</source>
        <translation>Por la probabilidad de lo urgente; una lectura incierta va antes que lo probablemente normal.</translation>
    </message>
    <message>
        <source>Chest radiograph: report of a model’s reading</source>
        <translation>Radiografía de tórax: informe de la lectura de un modelo</translation>
    </message>
    <message>
        <source>Computed in</source>
        <translation>Calculado en</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Copias</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>No legibles</translation>
    </message>
    <message>
        <source>Could not be read: {why}</source>
        <translation>No se pudo leer: {why}</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Exposición</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Radiografía</translation>
    </message>
    <message>
        <source>Films by urgency</source>
        <translation>Radiografías por urgencia</translation>
    </message>
    <message>
        <source>Films that were read.</source>
        <translation>Radiografías leídas.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Its probability</source>
        <translation>Su probabilidad</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>Medidas</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Most probable class</source>
        <translation>Clase más probable</translation>
    </message>
    <message>
        <source>Most probable: {name}, {share}.</source>
        <translation>Lo más probable: {name}, {share}.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>No more of the heat for {name} lies inside the lungs than if it were spread evenly: {inside} inside, {even} if even. The model may go by something else than the lungs.</source>
        <translation>Dentro de los pulmones no hay más calor de {name} que si estuviera repartido por igual: dentro está el {inside}, por igual sería el {even}. Puede que el modelo se guíe por algo que no son los pulmones.</translation>
    </message>
    <message>
        <source>Numbers are those of the rows of results.csv, its head not counted.</source>
        <translation>Los números son los de las filas de results.csv, sin contar el encabezado.</translation>
    </message>
    <message>
        <source>Numbers stand beside the lines on the film.</source>
        <translation>Los números están junto a las líneas en la radiografía.</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>ID del paciente</translation>
    </message>
    <message>
        <source>Probabilities are those the model gives; see the model card for what they are worth.</source>
        <translation>Las probabilidades son las que da el modelo; la ficha del modelo dice qué valen.</translation>
    </message>
    <message>
        <source>Quality of the film</source>
        <translation>Calidad de la radiografía</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leídos</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lector</translation>
    </message>
    <message>
        <source>Reading of the model</source>
        <translation>Lectura del modelo</translation>
    </message>
    <message>
        <source>Refusals, failures and remarks by code (files): {counts}.</source>
        <translation>Rechazos, fallos y observaciones por código (archivos): {counts}.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazados</translation>
    </message>
    <message>
        <source>Refused by the film check, read at the reader’s wish: {why}</source>
        <translation>Rechazada por el control de la radiografía y leída por deseo del lector: {why}</translation>
    </message>
    <message>
        <source>Refused · {words}</source>
        <translation>Rechazada · {words}</translation>
    </message>
    <message>
        <source>Refused, or could not be read</source>
        <translation>Rechazados, o que no se pudieron leer</translation>
    </message>
    <message>
        <source>Refused: {why}</source>
        <translation>Rechazada: {why}</translation>
    </message>
    <message>
        <source>Research use only, not for diagnosis.</source>
        <translation>Solo para investigación, no para diagnóstico.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 del archivo</translation>
    </message>
    <message>
        <source>Set made to be right for {share:.0f} % of films like those measured: {names}.</source>
        <translation>Conjunto hecho para acertar en el {share:.0f} % de las radiografías como las medidas: {names}.</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sexo</translation>
    </message>
    <message>
        <source>Shown {words}.</source>
        <translation>Se muestra {words}.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Estudio</translation>
    </message>
    <message>
        <source>The film, with what is drawn on it.</source>
        <translation>La radiografía, con lo dibujado en ella.</translation>
    </message>
    <message>
        <source>The film.</source>
        <translation>La radiografía.</translation>
    </message>
    <message>
        <source>To look at first</source>
        <translation>Revisar primero</translation>
    </message>
    <message>
        <source>UID of the film</source>
        <translation>UID de la radiografía</translation>
    </message>
    <message>
        <source>UID of the study</source>
        <translation>UID del estudio</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Inciertos</translation>
    </message>
    <message>
        <source>Uncertain · {words}</source>
        <translation>Incierto · {words}</translation>
    </message>
    <message>
        <source>Uncertain: {doubt}.</source>
        <translation>Incierto: {doubt}.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Proyección</translation>
    </message>
    <message>
        <source>Where the film holds evidence for {name} ({method}); one scale for all classes. A map shows what moved the model, not where disease is.</source>
        <translation>Dónde la radiografía aporta evidencia a favor de {name} ({method}); una escala para todas las clases. El mapa muestra qué movió al modelo, no dónde hay enfermedad.</translation>
    </message>
    <message>
        <source>Written by LungDesk {version}, {date}.</source>
        <translation>Generado por LungDesk {version}, {date}.</translation>
    </message>
    <message>
        <source>code</source>
        <translation>código</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>no se pudo leer</translation>
    </message>
    <message>
        <source>evidence for {name}</source>
        <translation>evidencia a favor de {name}</translation>
    </message>
    <message>
        <source>female</source>
        <translation>femenino</translation>
    </message>
    <message>
        <source>file</source>
        <translation>archivo</translation>
    </message>
    <message>
        <source>films</source>
        <translation>radiografías</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertida</translation>
    </message>
    <message>
        <source>male</source>
        <translation>masculino</translation>
    </message>
    <message>
        <source>message</source>
        <translation>mensaje</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>reflejada</translation>
    </message>
    <message>
        <source>model</source>
        <translation>modelo</translation>
    </message>
    <message>
        <source>most probable</source>
        <translation>lo más probable</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nombre</translation>
    </message>
    <message>
        <source>no film was read</source>
        <translation>no se leyó ninguna radiografía</translation>
    </message>
    <message>
        <source>other</source>
        <translation>otro</translation>
    </message>
    <message>
        <source>page {page} of {count}</source>
        <translation>página {page} de {count}</translation>
    </message>
    <message>
        <source>patient ID</source>
        <translation>ID del paciente</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>prob.</translation>
    </message>
    <message>
        <source>probability of the most probable class</source>
        <translation>probabilidad de la clase más probable</translation>
    </message>
    <message>
        <source>probability: {name}</source>
        <translation>probabilidad: {name}</translation>
    </message>
    <message>
        <source>read</source>
        <translation>leída</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>observación</translation>
    </message>
    <message>
        <source>right in {low:.0f} – {high:.0f} % of such films</source>
        <translation>acertado en {low:.0f} – {high:.0f} % de tales radiografías</translation>
    </message>
    <message>
        <source>row</source>
        <translation>fila</translation>
    </message>
    <message>
        <source>row {number}</source>
        <translation>fila {number}</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>segundos</translation>
    </message>
    <message>
        <source>state</source>
        <translation>estado</translation>
    </message>
    <message>
        <source>turned by 180°</source>
        <translation>girada 180°</translation>
    </message>
    <message>
        <source>turned left by 90°</source>
        <translation>girada 90° a la izquierda</translation>
    </message>
    <message>
        <source>turned right by 90°</source>
        <translation>girada 90° a la derecha</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valor</translation>
    </message>
    <message>
        <source>version of the model</source>
        <translation>versión del modelo</translation>
    </message>
    <message>
        <source>why</source>
        <translation>motivo</translation>
    </message>
    <message>
        <source>{columns} × {rows} pixels</source>
        <translation>{columns} × {rows} píxeles</translation>
    </message>
    <message>
        <source>{count:,} of those read</source>
        <translation>{count:,} de los leídos</translation>
    </message>
    <message>
        <source>{percent} of this heat lies inside the lungs.</source>
        <translation>El {percent} de este calor está dentro de los pulmones.</translation>
    </message>
    <message>
        <source>{shown:,} of {total:,} files that were refused or could not be read.</source>
        <translation>{shown:,} de {total:,} archivos rechazados o que no se pudieron leer.</translation>
    </message>
    <message>
        <source>{shown:,} of {total:,} films that were read.</source>
        <translation>{shown:,} de {total:,} radiografías leídas.</translation>
    </message>
    <message>
        <source>{sign} operating point {share}</source>
        <translation>{sign} punto de operación {share}</translation>
    </message>
    <message>
        <source>{words} and {more:,} more</source>
        <translation>{words} y {more:,} más</translation>
    </message>
    <message>
        <source>“Such films”: those it was measured on where the model was as sure (95 % interval by film: too narrow where a patient has several).</source>
        <translation>«Tales radiografías»: aquellas en que se midió donde el modelo estaba igual de seguro (intervalo del 95 % por radiografía: demasiado estrecho si un paciente tiene varias).</translation>
    </message>
    <message>
        <source>“Such films”: those it was measured on where the model was as sure (95 % interval by patient).</source>
        <translation>«Tales radiografías»: aquellas en que se midió donde el modelo estaba igual de seguro (intervalo del 95 % por paciente).</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source> (labels shuffled)</source>
        <translation> (etiquetas barajadas)</translation>
    </message>
    <message>
        <source> (stored {stored})</source>
        <translation> (guardado {stored})</translation>
    </message>
    <message>
        <source> ({low:+.3f} to {high:+.3f})</source>
        <translation> ({low:+.3f} a {high:+.3f})</translation>
    </message>
    <message>
        <source> It had been corrected ({applied}).</source>
        <translation> Había sido corregida ({applied}).</translation>
    </message>
    <message>
        <source> To read it, {words}.</source>
        <translation> Para leerla, {words}.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source> and {names:,} more</source>
        <translation> y {names:,} más</translation>
    </message>
    <message>
        <source> of {unread}</source>
        <translation> de {unread}</translation>
    </message>
    <message>
        <source>(as stated, not calibrated)</source>
        <translation>(como se indica, sin calibrar)</translation>
    </message>
    <message>
        <source>(calibrated by user)</source>
        <translation>(calibrado por el usuario)</translation>
    </message>
    <message>
        <source>(calibrated)</source>
        <translation>(calibrado)</translation>
    </message>
    <message>
        <source>({names} and {more} more)</source>
        <translation>({names} y {more} más)</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 día</translation>
    </message>
    <message>
        <source>1 file that is called a ZIP file is none.</source>
        <translation>1 archivo que se llama ZIP no lo es.</translation>
    </message>
    <message>
        <source>1 file that is no image was passed over.</source>
        <translation>Se pasó por alto 1 archivo que no es una imagen.</translation>
    </message>
    <message>
        <source>1 film took no part, because: {first}</source>
        <translation>1 radiografía no participó, porque: {first}</translation>
    </message>
    <message>
        <source>1 line of {journal} is damaged: a film that has lost its row is read anew.</source>
        <translation>1 línea de {journal} está dañada: la radiografía que haya perdido su fila se lee de nuevo.</translation>
    </message>
    <message>
        <source>1 link to a folder was passed over: it may lead in a circle.</source>
        <translation>Se pasó por alto 1 enlace a una carpeta: puede llevar en círculo.</translation>
    </message>
    <message>
        <source>1 name stands in a ZIP file more than once: the last film counts.</source>
        <translation>1 nombre aparece más de una vez en un archivo ZIP: vale la última radiografía.</translation>
    </message>
    <message>
        <source>1 table of contents is damaged: films were found without it.</source>
        <translation>1 tabla de contenido está dañada: las radiografías se encontraron sin ella.</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 hilo</translation>
    </message>
    <message>
        <source>A class is taught by a film on which there is nothing to see.</source>
        <translation>Se enseña una clase con una radiografía en la que no hay nada que ver.</translation>
    </message>
    <message>
        <source>A class without films cannot be learnt or chosen for: training refuses.</source>
        <translation>Una clase sin radiografías no se puede aprender ni usar para elegir: el entrenamiento la rechaza.</translation>
    </message>
    <message>
        <source>A model called {name} is installed already.</source>
        <translation>Ya hay instalado un modelo llamado {name}.</translation>
    </message>
    <message>
        <source>A model is fitted on train, chosen on val and measured on test.</source>
        <translation>Un modelo se ajusta en entrenamiento, se elige en validación y se mide en prueba.</translation>
    </message>
    <message>
        <source>A model learns, and is measured on, films that it refuses to read.</source>
        <translation>El modelo aprende y se mide con radiografías que luego se niega a leer.</translation>
    </message>
    <message>
        <source>A model may learn the machine, the patients' age or the letters on the film, and look excellent on every split of the same sources.</source>
        <translation>Un modelo puede aprender el aparato, la edad de los pacientes o las letras de la radiografía, y parecer excelente en cada partición de los mismos orígenes.</translation>
    </message>
    <message>
        <source>A model that ships with LungDesk stays; choose another one to read with.</source>
        <translation>Un modelo que viene con LungDesk se queda; elija otro para leer.</translation>
    </message>
    <message>
        <source>A network remembers so few films instead of learning what they share.</source>
        <translation>Una red recuerda tan pocas radiografías en vez de aprender lo que comparten.</translation>
    </message>
    <message>
        <source>A small model that sees {sees} names the right class of {percent} of {n} {films_of}; always naming the commonest class is right for {percent_2}. Balanced over the classes: {percent_3} (95 % interval {low} to {high}), by chance {percent_4}. It finds {percent_5} of the {name} films and takes {percent_6} of the others for it.</source>
        <translation>Un modelo pequeño que ve {sees} acierta la clase del {percent} de {n} {films_of}; decir siempre la clase más frecuente acierta en {percent_2}. Equilibrado entre las clases: {percent_3} (intervalo del 95 %: {low} a {high}), por azar {percent_4}. Encuentra el {percent_5} de las radiografías de {name} y toma por tal el {percent_6} de las demás.</translation>
    </message>
    <message>
        <source>AP view: the heart looks larger than it is.</source>
        <translation>Proyección AP: el corazón parece mayor de lo que es.</translation>
    </message>
    <message>
        <source>AUC, {names} against the rest</source>
        <translation>AUC, {names} frente al resto</translation>
    </message>
    <message>
        <source>AUC, {names} against {names_2}</source>
        <translation>AUC, {names} frente a {names_2}</translation>
    </message>
    <message>
        <source>Adapt {id}, which it was made from.</source>
        <translation>Adapte {id}, del que procede.</translation>
    </message>
    <message>
        <source>Adapted to {site}: films of other hospitals may be read worse than by {name}, and were not measured.</source>
        <translation>Adaptado a {site}: las radiografías de otros hospitales pueden leerse peor que con {name}, y no se midieron.</translation>
    </message>
    <message>
        <source>Add films of a second class from a hospital that is here, or of a class from a second hospital; else choose another recipe.</source>
        <translation>Añada radiografías de una segunda clase de un hospital que ya está, o de una clase de un segundo hospital; si no, elija otra receta.</translation>
    </message>
    <message>
        <source>Add films of all classes from the same sources. Until then, believe only figures from hospitals that are not in the data.</source>
        <translation>Añada radiografías de todas las clases de los mismos orígenes. Hasta entonces, crea solo cifras de hospitales que no estén en los datos.</translation>
    </message>
    <message>
        <source>Add films of another class, from the same hospital.</source>
        <translation>Añada radiografías de otra clase, del mismo hospital.</translation>
    </message>
    <message>
        <source>Add films of every class to {split}.</source>
        <translation>Añada radiografías de todas las clases a {split}.</translation>
    </message>
    <message>
        <source>Add films of every class.</source>
        <translation>Añada radiografías de todas las clases.</translation>
    </message>
    <message>
        <source>Add films of it.</source>
        <translation>Añada radiografías de ella.</translation>
    </message>
    <message>
        <source>Add films that it has not learnt from, or adapt the model that it began with.</source>
        <translation>Añada radiografías de las que no haya aprendido, o adapte el modelo del que partió.</translation>
    </message>
    <message>
        <source>Add films, or leave that class out.</source>
        <translation>Añada radiografías, u omita esa clase.</translation>
    </message>
    <message>
        <source>Add films, or leave the class out.</source>
        <translation>Añada radiografías, u omita la clase.</translation>
    </message>
    <message>
        <source>Add films; some 50 are a good beginning.</source>
        <translation>Añada radiografías; unas 50 son un buen comienzo.</translation>
    </message>
    <message>
        <source>Agrees with the model</source>
        <translation>Coincide con el modelo</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Ángulo</translation>
    </message>
    <message>
        <source>Another LungDesk has changed the training {id}: what is chosen here is not saved.</source>
        <translation>Otro LungDesk ha cambiado el entrenamiento {id}: lo que se elige aquí no se guarda.</translation>
    </message>
    <message>
        <source>Another LungDesk is just making {name}: try again in a moment.</source>
        <translation>Otro LungDesk está creando {name}: inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>Another LungDesk is training in {run} just now.</source>
        <translation>Otro LungDesk está entrenando en {run} ahora mismo.</translation>
    </message>
    <message>
        <source>Another batch is writing into {folder} just now.</source>
        <translation>Otro lote está escribiendo en {folder} ahora mismo.</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Flecha</translation>
    </message>
    <message>
        <source>Ask for fewer folds, or add films.</source>
        <translation>Pida menos pliegues, o añada radiografías.</translation>
    </message>
    <message>
        <source>Ask its owner for the permission to read it.</source>
        <translation>Pida a su propietario permiso para leerlo.</translation>
    </message>
    <message>
        <source>Ask where it came from: no export writes such names.</source>
        <translation>Pregunte de dónde viene: ninguna exportación escribe tales nombres.</translation>
    </message>
    <message>
        <source>At least one of the two labels is wrong, or both findings are present; a model can only learn one.</source>
        <translation>Al menos una de las dos etiquetas es incorrecta, o están presentes ambos hallazgos; un modelo solo puede aprender uno.</translation>
    </message>
    <message>
        <source>At most; it ends early when it gets no better</source>
        <translation>Como máximo; acaba antes cuando no mejora</translation>
    </message>
    <message>
        <source>At most; they end early when they get no better</source>
        <translation>Como máximo; acaban antes cuando no mejoran</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Automática</translation>
    </message>
    <message>
        <source>Averaged weights</source>
        <translation>Pesos promediados</translation>
    </message>
    <message>
        <source>Bacterial pneumonia</source>
        <translation>Neumonía bacteriana</translation>
    </message>
    <message>
        <source>Before it was read, the film was corrected: {words}.</source>
        <translation>Antes de leerla se corrigió la radiografía: {words}.</translation>
    </message>
    <message>
        <source>Better alone, but not as one of {changes} figures (adjusted by Holm): {alone}.</source>
        <translation>Mejores por sí solas, pero no entre {changes} cifras (ajustado por Holm): {alone}.</translation>
    </message>
    <message>
        <source>Better than before beyond chance: {better}.</source>
        <translation>Mejor que antes más allá del azar: {better}.</translation>
    </message>
    <message>
        <source>Blocks: epochs</source>
        <translation>Bloques: épocas</translation>
    </message>
    <message>
        <source>Blocks: learning rate</source>
        <translation>Bloques: tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Blocks: views of a film</source>
        <translation>Bloques: vistas por radiografía</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>Hueso</translation>
    </message>
    <message>
        <source>Brightness can come from the disease or from the machine; what comes from the machine will not be there in another hospital.</source>
        <translation>El brillo puede venir de la enfermedad o del aparato; lo que viene del aparato no estará en otro hospital.</translation>
    </message>
    <message>
        <source>By its header the film is mirrored ({stated}): left and right may be exchanged.</source>
        <translation>Según su cabecera, la radiografía está reflejada ({stated}): puede que izquierda y derecha estén cambiadas.</translation>
    </message>
    <message>
        <source>By its header the film is {turned} ({stated}).</source>
        <translation>Según su cabecera, la radiografía está {turned} ({stated}).</translation>
    </message>
    <message>
        <source>By its header the film shows another part of the body ({part}), not the chest.</source>
        <translation>Según su cabecera, la radiografía es de otra parte del cuerpo ({part}), no del tórax.</translation>
    </message>
    <message>
        <source>By its header the patient lies on one side ({on_a_side}), neither upright nor supine.</source>
        <translation>Según su cabecera, el paciente está en decúbito lateral ({on_a_side}), ni de pie ni en supino.</translation>
    </message>
    <message>
        <source>By its header this is a lateral view ({lateral}), not a frontal one.</source>
        <translation>Según su cabecera, es una proyección lateral ({lateral}), no una frontal.</translation>
    </message>
    <message>
        <source>By its header this is a picture of another kind ({kind}), no radiograph.</source>
        <translation>Según su cabecera, es una imagen de otro tipo ({kind}), no una radiografía.</translation>
    </message>
    <message>
        <source>By its header this is an oblique view ({oblique}), not a frontal one.</source>
        <translation>Según su cabecera, es una proyección oblicua ({oblique}), no una frontal.</translation>
    </message>
    <message>
        <source>CTR {ratio:.2f}</source>
        <translation>ICT {ratio:.2f}</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Calibración</translation>
    </message>
    <message>
        <source>Cardiothoracic ratio</source>
        <translation>Índice cardiotorácico</translation>
    </message>
    <message>
        <source>Check its permissions, then try again.</source>
        <translation>Compruebe sus permisos y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Check that it holds radiographs, and unpack it yourself.</source>
        <translation>Compruebe que contiene radiografías y descomprímalo usted.</translation>
    </message>
    <message>
        <source>Check that it is a radiograph, or reduce it.</source>
        <translation>Compruebe que es una radiografía, o redúzcala.</translation>
    </message>
    <message>
        <source>Check the data set.</source>
        <translation>Compruebe el conjunto de datos.</translation>
    </message>
    <message>
        <source>Check the drive, or copy the file to another one.</source>
        <translation>Compruebe la unidad, o copie el archivo a otra.</translation>
    </message>
    <message>
        <source>Check the path and the permissions.</source>
        <translation>Compruebe la ruta y los permisos.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Compruebe la ruta.</translation>
    </message>
    <message>
        <source>Check the space and the permissions of {folder}, then go on with --resume.</source>
        <translation>Compruebe el espacio y los permisos de {folder} y continúe con --resume.</translation>
    </message>
    <message>
        <source>Check the space and the permissions of {folder}.</source>
        <translation>Compruebe el espacio y los permisos de {folder}.</translation>
    </message>
    <message>
        <source>Check the space and the permissions of {parent}.</source>
        <translation>Compruebe el espacio y los permisos de {parent}.</translation>
    </message>
    <message>
        <source>Check the space in {parent}, then go on with --resume.</source>
        <translation>Compruebe el espacio en {parent}; siga después con --resume.</translation>
    </message>
    <message>
        <source>Check whether it was moved or renamed, or its drive taken away.</source>
        <translation>Compruebe si se movió o cambió de nombre, o si se quitó su unidad.</translation>
    </message>
    <message>
        <source>Checking every file of {id}</source>
        <translation>Comprobando todos los archivos de {id}</translation>
    </message>
    <message>
        <source>Chest radiograph, reading by a model</source>
        <translation>Radiografía de tórax, lectura por un modelo</translation>
    </message>
    <message>
        <source>Choose ImageNet for all of them, or train without trials.</source>
        <translation>Elija ImageNet para todas, o entrene sin ensayos.</translation>
    </message>
    <message>
        <source>Choose a DICOM file.</source>
        <translation>Elija un archivo DICOM.</translation>
    </message>
    <message>
        <source>Choose a baseline that was trained for the same classes.</source>
        <translation>Elija una referencia entrenada para las mismas clases.</translation>
    </message>
    <message>
        <source>Choose a file that LungDesk has saved when it was closed.</source>
        <translation>Elija un archivo que LungDesk guardó al cerrarse.</translation>
    </message>
    <message>
        <source>Choose a file that Worklist &gt; Back up has made.</source>
        <translation>Elija un archivo hecho con Lista de trabajo &gt; Copia de seguridad.</translation>
    </message>
    <message>
        <source>Choose a folder that is not there yet.</source>
        <translation>Elija una carpeta que aún no exista.</translation>
    </message>
    <message>
        <source>Choose a folder with DICOM, PNG, JPEG, TIFF or BMP files.</source>
        <translation>Elija una carpeta con archivos DICOM, PNG, JPEG, TIFF o BMP.</translation>
    </message>
    <message>
        <source>Choose a folder, a CSV or a ZIP file.</source>
        <translation>Elija una carpeta, un CSV o un archivo ZIP.</translation>
    </message>
    <message>
        <source>Choose a folder, a CSV or a ZIP.</source>
        <translation>Elija una carpeta, un CSV o un ZIP.</translation>
    </message>
    <message>
        <source>Choose a grayscale presentation state of this film, or export it again.</source>
        <translation>Elija un estado de presentación en gris de esta radiografía, o expórtelo de nuevo.</translation>
    </message>
    <message>
        <source>Choose a multiple of {input_step} px, {least_input_size} px or more.</source>
        <translation>Elija un múltiplo de {input_step} px, de {least_input_size} px o más.</translation>
    </message>
    <message>
        <source>Choose a number from 1 to {frame_count}.</source>
        <translation>Elija un número de 1 a {frame_count}.</translation>
    </message>
    <message>
        <source>Choose a picture of at most 50 million pixels.</source>
        <translation>Elija una imagen de 50 millones de píxeles como máximo.</translation>
    </message>
    <message>
        <source>Choose a {ending} file that LungDesk has exported.</source>
        <translation>Elija un archivo {ending} exportado por LungDesk.</translation>
    </message>
    <message>
        <source>Choose another folder for the results.</source>
        <translation>Elija otra carpeta para los resultados.</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Elija otro modelo.</translation>
    </message>
    <message>
        <source>Choose another name or folder for the backup.</source>
        <translation>Elija otro nombre u otra carpeta para la copia.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Elija otro nombre.</translation>
    </message>
    <message>
        <source>Choose another picture in the preferences.</source>
        <translation>Elija otra imagen en las preferencias.</translation>
    </message>
    <message>
        <source>Choose float32 or auto.</source>
        <translation>Elija float32 o auto.</translation>
    </message>
    <message>
        <source>Choose one of: {backbones}.</source>
        <translation>Elija entre: {backbones}.</translation>
    </message>
    <message>
        <source>Choose one of: {names}.</source>
        <translation>Elija entre: {names}.</translation>
    </message>
    <message>
        <source>Choose one with DICOM, PNG, JPEG, TIFF or BMP files.</source>
        <translation>Elija uno con archivos DICOM, PNG, JPEG, TIFF o BMP.</translation>
    </message>
    <message>
        <source>Choose the folder of a run, or one that holds such folders.</source>
        <translation>Elija la carpeta de una ejecución, o una que contenga tales carpetas.</translation>
    </message>
    <message>
        <source>Choose the weights file of that network.</source>
        <translation>Elija el archivo de pesos de esa red.</translation>
    </message>
    <message>
        <source>Class and source go together (Cramér's V {v:.2f}; 0 is unrelated, 1 is the same): guessing the commonest class of each source is right for {percent} of the training films, the commonest class of all for {percent_2}.</source>
        <translation>Clase y origen van juntos (V de Cramér {v:.2f}; 0 es sin relación, 1 es lo mismo): adivinar la clase más frecuente de cada origen acierta en el {percent} de las radiografías de entrenamiento; la clase más frecuente de todas, en el {percent_2}.</translation>
    </message>
    <message>
        <source>Class and {title} go together (Cramér's V {v:.2f}): guessing the class from it alone is right for {percent} of the training films, the commonest class for {percent_2}. {most_telling}</source>
        <translation>Clase y {title} van juntos (V de Cramér {v:.2f}): adivinar la clase solo por ello acierta en el {percent} de las radiografías de entrenamiento; la clase más frecuente, en el {percent_2}. {most_telling}</translation>
    </message>
    <message>
        <source>Classes with fewer than {small_class} training films: {small}.</source>
        <translation>Clases con menos de {small_class} radiografías de entrenamiento: {small}.</translation>
    </message>
    <message>
        <source>Close it elsewhere and check the space in {parent}, then go on with --resume: its rows are kept.</source>
        <translation>Ciérrelo en el otro sitio y compruebe el espacio en {parent}; siga después con --resume: sus filas se conservan.</translation>
    </message>
    <message>
        <source>Close other programs, or reduce the image.</source>
        <translation>Cierre otros programas, o reduzca la imagen.</translation>
    </message>
    <message>
        <source>Close the other one, or wait for it, then do it again.</source>
        <translation>Cierre el otro, o espere a que termine, y vuelva a hacerlo.</translation>
    </message>
    <message>
        <source>Close what uses {folder}, and try again.</source>
        <translation>Cierre lo que usa {folder} e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Cobb angle</source>
        <translation>Ángulo de Cobb</translation>
    </message>
    <message>
        <source>Collect each class from every source.</source>
        <translation>Reúna cada clase de todos los orígenes.</translation>
    </message>
    <message>
        <source>Coloured films often carry drawings or come from figures of articles.</source>
        <translation>Las radiografías en color suelen llevar dibujos o proceder de figuras de artículos.</translation>
    </message>
    <message>
        <source>Compare models of the same classes.</source>
        <translation>Compare modelos de las mismas clases.</translation>
    </message>
    <message>
        <source>Compare runs on the same collection of films.</source>
        <translation>Compare ejecuciones con la misma colección de radiografías.</translation>
    </message>
    <message>
        <source>Compare runs on the same labels.</source>
        <translation>Compare ejecuciones con las mismas etiquetas.</translation>
    </message>
    <message>
        <source>Comparing the files</source>
        <translation>Comparando los archivos</translation>
    </message>
    <message>
        <source>Connect its drive and start LungDesk again, or delete {data_choice} to begin in the usual folder.</source>
        <translation>Conecte su unidad e inicie LungDesk de nuevo, o elimine {data_choice} para empezar en la carpeta habitual.</translation>
    </message>
    <message>
        <source>Copy or export it again.</source>
        <translation>Cópielo o expórtelo de nuevo.</translation>
    </message>
    <message>
        <source>Copy the films again from where they came, or split the collection anew.</source>
        <translation>Copie de nuevo las radiografías desde su origen, o reparta de nuevo la colección.</translation>
    </message>
    <message>
        <source>Copy them again from where they came, or take them away.</source>
        <translation>Cópielas de nuevo de donde vinieron, o quítelas.</translation>
    </message>
    <message>
        <source>Corrects it to: {corrected}</source>
        <translation>Lo corrige a: {corrected}</translation>
    </message>
    <message>
        <source>DICOM {number}</source>
        <translation>DICOM {number}</translation>
    </message>
    <message>
        <source>Decay of the moving average, as 0.99; 0 for none</source>
        <translation>Decaimiento de la media móvil, como 0.99; 0 para ninguna</translation>
    </message>
    <message>
        <source>Delete it; then it is fetched again.</source>
        <translation>Elimínelo; entonces se descarga de nuevo.</translation>
    </message>
    <message>
        <source>Do not take figures from these splits for diagnostic performance. Measure on hospitals that are not in the data, and collect every class in every hospital.</source>
        <translation>No tome las cifras de estas particiones por rendimiento diagnóstico. Mida en hospitales que no estén en los datos, y reúna cada clase en cada hospital.</translation>
    </message>
    <message>
        <source>Draw a measurement first.</source>
        <translation>Trace primero una medida.</translation>
    </message>
    <message>
        <source>Each takes room on the disk</source>
        <translation>Cada una ocupa espacio en el disco</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Elipse</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>Epochs without a better val loss until a phase ends</source>
        <translation>Épocas sin mejor pérdida en validación hasta que acaba una fase</translation>
    </message>
    <message>
        <source>Evidence for {class_name}: {method}, {model}.</source>
        <translation>Evidencia de {class_name}: {method}, {model}.</translation>
    </message>
    <message>
        <source>Expected folders named after the classes, or a manifest.csv with path and label.</source>
        <translation>Se esperaban carpetas con los nombres de las clases, o un manifest.csv con path y label.</translation>
    </message>
    <message>
        <source>Export it again from where it came from.</source>
        <translation>Expórtelo de nuevo desde su origen.</translation>
    </message>
    <message>
        <source>Export it as a grey (MONOCHROME2) or RGB image.</source>
        <translation>Expórtelo como imagen en gris (MONOCHROME2) o RGB.</translation>
    </message>
    <message>
        <source>Export it uncompressed, or as JPEG or JPEG 2000.</source>
        <translation>Expórtelo sin comprimir, o como JPEG o JPEG 2000.</translation>
    </message>
    <message>
        <source>Fetch {url} and put it into a folder that {folder_variable} names.</source>
        <translation>Descargue {url} y póngalo en una carpeta que indique {folder_variable}.</translation>
    </message>
    <message>
        <source>Figures inside the collection are not diagnostic performance; films of other hospitals are read markedly worse (see external).</source>
        <translation>Las cifras dentro de la colección no son rendimiento diagnóstico; las radiografías de otros hospitales se leen claramente peor (véase externo).</translation>
    </message>
    <message>
        <source>Film {letters}</source>
        <translation>Radiografía {letters}</translation>
    </message>
    <message>
        <source>Films have come or gone since they were listed.</source>
        <translation>Desde que se listaron las radiografías han llegado o desaparecido algunas.</translation>
    </message>
    <message>
        <source>Films of these sources were left out: {excluded_sources}.</source>
        <translation>Se omitieron las radiografías de estos orígenes: {excluded_sources}.</translation>
    </message>
    <message>
        <source>Finding out how this computer reads fastest</source>
        <translation>Averiguando cómo lee más rápido este equipo</translation>
    </message>
    <message>
        <source>Freehand region</source>
        <translation>Región a mano alzada</translation>
    </message>
    <message>
        <source>Give a weights file with --weights FILE, or train from none.</source>
        <translation>Indique un archivo de pesos con --weights FILE, o entrene con none.</translation>
    </message>
    <message>
        <source>Give it a name with some letters of A to Z or figures.</source>
        <translation>Póngale un nombre con algunas letras de la A a la Z o cifras.</translation>
    </message>
    <message>
        <source>Give the films a source: a column `source` in manifest.csv.</source>
        <translation>Indique el origen de las radiografías: una columna `source` en manifest.csv.</translation>
    </message>
    <message>
        <source>Go on with it by --resume, or choose another folder.</source>
        <translation>Siga con él mediante --resume, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>Go on with it there, or begin a new training here.</source>
        <translation>Siga con él allí, o empiece aquí un entrenamiento nuevo.</translation>
    </message>
    <message>
        <source>Go on with that model, or choose another folder for the results.</source>
        <translation>Siga con ese modelo, o elija otra carpeta para los resultados.</translation>
    </message>
    <message>
        <source>Go on with the command that began it, or choose another folder.</source>
        <translation>Siga con el comando que lo empezó, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>Go on with the command that began them, or choose another folder.</source>
        <translation>Siga con el comando que los empezó, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>Go on with the same options, or choose another folder for the results.</source>
        <translation>Continúe con las mismas opciones, o elija otra carpeta para los resultados.</translation>
    </message>
    <message>
        <source>Go on with those, or choose another folder. To give up what was trained, remove {folder}.</source>
        <translation>Siga con aquellos, o elija otra carpeta. Para renunciar a lo entrenado, borre {folder}.</translation>
    </message>
    <message>
        <source>Grad-CAM, weighted mean</source>
        <translation>Grad-CAM, media ponderada</translation>
    </message>
    <message>
        <source>Head: epochs</source>
        <translation>Cabezal: épocas</translation>
    </message>
    <message>
        <source>Head: learning rate</source>
        <translation>Cabezal: tasa de aprendizaje</translation>
    </message>
    <message>
        <source>How a film is saved tells where it comes from, which a model may learn instead of the disease.</source>
        <translation>Cómo se guardó una radiografía dice de dónde viene, y un modelo puede aprender eso en lugar de la enfermedad.</translation>
    </message>
    <message>
        <source>How a film was saved is no sign of a disease.</source>
        <translation>Cómo se guardó una radiografía no es signo de una enfermedad.</translation>
    </message>
    <message>
        <source>How far a network may never be sure; 0 to 0.5</source>
        <translation>Cuánto debe dudar siempre una red; de 0 a 0.5</translation>
    </message>
    <message>
        <source>How long the training takes cannot be measured, because none of the films that were tried can be read.</source>
        <translation>No se puede medir cuánto tarda el entrenamiento, porque no se puede leer ninguna de las radiografías probadas.</translation>
    </message>
    <message>
        <source>How strongly two films are mixed; 0 for not at all</source>
        <translation>Con qué fuerza se mezclan dos radiografías; 0 para nada</translation>
    </message>
    <message>
        <source>Inferno</source>
        <translation>Inferno</translation>
    </message>
    <message>
        <source>Install LungDesk Full, which has it.</source>
        <translation>Instale LungDesk Full, que lo tiene.</translation>
    </message>
    <message>
        <source>Install LungDesk again, or choose another framing.</source>
        <translation>Instale LungDesk de nuevo, o elija otro encuadre.</translation>
    </message>
    <message>
        <source>Install LungDesk again, or train one with `lungdesk lungs train`.</source>
        <translation>Instale LungDesk de nuevo, o entrene una con `lungdesk lungs train`.</translation>
    </message>
    <message>
        <source>Install LungDesk again.</source>
        <translation>Instale LungDesk de nuevo.</translation>
    </message>
    <message>
        <source>Install it again; it is not used for reading.</source>
        <translation>Instálelo de nuevo; no se usa para leer.</translation>
    </message>
    <message>
        <source>Install it with `pip install tensorflow`.</source>
        <translation>Instálelo con `pip install tensorflow`.</translation>
    </message>
    <message>
        <source>Install that lung network, or choose another model.</source>
        <translation>Instale esa red de pulmones, o elija otro modelo.</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>Instale el modelo de nuevo.</translation>
    </message>
    <message>
        <source>Install the model again; it is not used for reading.</source>
        <translation>Instale el modelo de nuevo; no se usa para leer.</translation>
    </message>
    <message>
        <source>Install the model again; it is not used.</source>
        <translation>Instale el modelo de nuevo; no se usa.</translation>
    </message>
    <message>
        <source>Install the package {replace}.</source>
        <translation>Instale el paquete {replace}.</translation>
    </message>
    <message>
        <source>It has learnt the sources and not the diseases; a network can do the same.</source>
        <translation>Ha aprendido los orígenes y no las enfermedades; una red puede hacer lo mismo.</translation>
    </message>
    <message>
        <source>It has: {present}.</source>
        <translation>Tiene: {present}.</translation>
    </message>
    <message>
        <source>It is doubtful where the lungs are in this picture.</source>
        <translation>Es dudoso dónde están los pulmones en esta imagen.</translation>
    </message>
    <message>
        <source>It may have: {dataclass_fields}.</source>
        <translation>Puede tener: {dataclass_fields}.</translation>
    </message>
    <message>
        <source>It needs path,label,p_&lt;label&gt;… and may have group,source.</source>
        <translation>Necesita path,label,p_&lt;label&gt;… y puede tener group,source.</translation>
    </message>
    <message>
        <source>It needs the columns path,label and may have split,patient_id,group_id,source.</source>
        <translation>Necesita las columnas path,label y puede tener split,patient_id,group_id,source.</translation>
    </message>
    <message>
        <source>It speaks {languages}.</source>
        <translation>Habla {languages}.</translation>
    </message>
    <message>
        <source>It was damaged, or a newer LungDesk has written it; choose anew.</source>
        <translation>Estaba dañado, o lo escribió un LungDesk más nuevo; elija de nuevo.</translation>
    </message>
    <message>
        <source>Item {number}</source>
        <translation>Elemento {number}</translation>
    </message>
    <message>
        <source>Itself and augmented ones, kept for the head</source>
        <translation>Ella misma y vistas aumentadas, guardadas para el cabezal</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>calidad JPEG</translation>
    </message>
    <message>
        <source>Judge a model by sources that it was not trained on.</source>
        <translation>Juzgue un modelo por orígenes con los que no se entrenó.</translation>
    </message>
    <message>
        <source>Keep all films of a patient in one split.</source>
        <translation>Mantenga en una parte todas las radiografías de un paciente.</translation>
    </message>
    <message>
        <source>Keep each patient in one split; `lungdesk dataset audit` lists them.</source>
        <translation>Mantenga a cada paciente en una parte; `lungdesk dataset audit` los lista.</translation>
    </message>
    <message>
        <source>Keep one of each pair, or give both the same group_id.</source>
        <translation>Conserve una de cada par, o dé a ambas el mismo group_id.</translation>
    </message>
    <message>
        <source>Keep the splits of the training that the weights come from, or begin with ImageNet's.</source>
        <translation>Conserve las particiones del entrenamiento del que vienen los pesos, o empiece con los de ImageNet.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Suavizado de etiquetas</translation>
    </message>
    <message>
        <source>LayerCAM cannot be made of {name}: its network has no finer layer that its answer can be followed back to.</source>
        <translation>No se puede hacer LayerCAM de {name}: su red no tiene una capa más fina hasta la que se pueda seguir su respuesta.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Less often right than it: {worse}.</source>
        <translation>Acierta menos que él: {worse}.</translation>
    </message>
    <message>
        <source>Let somebody who may write there open it once, or check the permissions.</source>
        <translation>Pida a alguien que pueda escribir allí que lo abra una vez, o compruebe los permisos.</translation>
    </message>
    <message>
        <source>Let the batch go on by --resume, which writes it anew.</source>
        <translation>Continúe el lote con --resume, que la escribe de nuevo.</translation>
    </message>
    <message>
        <source>Let the name end in .pdf, .html or .json.</source>
        <translation>Haga que el nombre termine en .pdf, .html o .json.</translation>
    </message>
    <message>
        <source>Let the name end in {kinds}.</source>
        <translation>Haga que el nombre termine en {kinds}.</translation>
    </message>
    <message>
        <source>Likeness to the films the model knows: distance {distance:.2f}, where films from 1.00 on are refused.</source>
        <translation>Parecido a las radiografías que conoce el modelo: distancia {distance:.2f}; desde 1.00 se rechazan.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Lines and tubes</source>
        <translation>Líneas y tubos</translation>
    </message>
    <message>
        <source>Look at the audit of the data.</source>
        <translation>Mire la auditoría de los datos.</translation>
    </message>
    <message>
        <source>Look at the films with `lungdesk dataset audit`.</source>
        <translation>Mire las radiografías con `lungdesk dataset audit`.</translation>
    </message>
    <message>
        <source>Look at the pairs, ask whoever read them, and correct or remove them.</source>
        <translation>Mire los pares, pregunte a quien los leyó y corríjalos o quítelos.</translation>
    </message>
    <message>
        <source>Look at the pairs. Remove one film of each, or give both the same group_id in manifest.csv and leave its split column out: LungDesk then splits anew.</source>
        <translation>Mire los pares. Quite una radiografía de cada uno, o dé a ambas el mismo group_id en manifest.csv y omita su columna split: LungDesk reparte entonces de nuevo.</translation>
    </message>
    <message>
        <source>Look at them once more on the page Data.</source>
        <translation>Mírelas otra vez en la página Datos.</translation>
    </message>
    <message>
        <source>Look at them. Take them away unless the header is wrong.</source>
        <translation>Mírelas. Quítelas, salvo que la cabecera sea errónea.</translation>
    </message>
    <message>
        <source>Look at those that are not {commonest} {named_films}.</source>
        <translation>Mire las que no son {commonest} {named_films}.</translation>
    </message>
    <message>
        <source>Lung</source>
        <translation>Pulmón</translation>
    </message>
    <message>
        <source>LungDesk does not speak the language {code}.</source>
        <translation>LungDesk no habla el idioma {code}.</translation>
    </message>
    <message>
        <source>LungDesk keeps its data here.
</source>
        <translation>LungDesk guarda sus datos aquí.
</translation>
    </message>
    <message>
        <source>LungDesk. For research and teaching; not a medical device, not for diagnosis.</source>
        <translation>LungDesk. Para investigación y docencia; no es un producto sanitario ni sirve para diagnosticar.</translation>
    </message>
    <message>
        <source>Make it anew by `lungdesk models calibrate {name} --data DIR`.</source>
        <translation>Créela de nuevo con `lungdesk models calibrate {name} --data DIR`.</translation>
    </message>
    <message>
        <source>Make room on the disk of {folder}, or unpack it yourself elsewhere.</source>
        <translation>Haga sitio en el disco de {folder}, o descomprímalo usted en otro lugar.</translation>
    </message>
    <message>
        <source>Make room on the disk of {folder}, then try again.</source>
        <translation>Haga sitio en el disco de {folder} e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Make room on the disk of {parent}, then try again.</source>
        <translation>Haga sitio en el disco de {parent} e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Make room there, or keep fewer views of each film; then go on with --resume.</source>
        <translation>Haga sitio allí, o guarde menos vistas por radiografía; siga después con --resume.</translation>
    </message>
    <message>
        <source>Map: {class_name}</source>
        <translation>Mapa: {class_name}</translation>
    </message>
    <message>
        <source>Mediastinum</source>
        <translation>Mediastino</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>Mixup</translation>
    </message>
    <message>
        <source>More of the film is black or white than of other films: parts may be lost.</source>
        <translation>Hay más negro o blanco en esta radiografía que en otras: pueden haberse perdido partes.</translation>
    </message>
    <message>
        <source>More often right than it: {better}.</source>
        <translation>Acierta más que él: {better}.</translation>
    </message>
    <message>
        <source>Move that table away, or choose another folder.</source>
        <translation>Mueva esa tabla, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>Move {path} away to begin anew.</source>
        <translation>Mueva {path} a otro lugar para empezar de nuevo.</translation>
    </message>
    <message>
        <source>Name a new folder for the result by --out.</source>
        <translation>Indique con --out una carpeta nueva para el resultado.</translation>
    </message>
    <message>
        <source>Name at least two runs, or a run and a baseline.</source>
        <translation>Indique al menos dos ejecuciones, o una ejecución y una referencia.</translation>
    </message>
    <message>
        <source>Name the folder that was given to `lungdesk train --out`, and end the training.</source>
        <translation>Indique la carpeta que se dio a `lungdesk train --out`, y termine el entrenamiento.</translation>
    </message>
    <message>
        <source>No figure is better than before beyond chance: nothing here shows that adapting helps.</source>
        <translation>Ninguna cifra es mejor que antes más allá del azar: nada aquí muestra que adaptar ayude.</translation>
    </message>
    <message>
        <source>No film of the {split} split can be read.</source>
        <translation>No se puede leer ninguna radiografía de la parte {split}.</translation>
    </message>
    <message>
        <source>No films are chosen to train on.</source>
        <translation>No se han elegido radiografías con las que entrenar.</translation>
    </message>
    <message>
        <source>No film{which} in the {split} split could be read.</source>
        <translation>No se pudo leer ninguna radiografía{which} de la parte {split}.</translation>
    </message>
    <message>
        <source>No fine sign of a disease survives in 256 points: a network has to do clearly better than this to have learnt more than posture, age and machine.</source>
        <translation>Ningún signo fino de una enfermedad sobrevive en 256 puntos: una red tiene que hacerlo claramente mejor para haber aprendido más que postura, edad y aparato.</translation>
    </message>
    <message>
        <source>No lung can be made out in this picture.</source>
        <translation>En esta imagen no se distingue ningún pulmón.</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Sin nombre</translation>
    </message>
    <message>
        <source>No training film can be mixed with a related one: every class comes from a hospital of its own.</source>
        <translation>Ninguna radiografía de entrenamiento se puede mezclar con una relacionada: cada clase procede de un hospital propio.</translation>
    </message>
    <message>
        <source>No trial came to its end, because the loss of each became no number.</source>
        <translation>Ningún ensayo llegó al final, porque la pérdida de cada uno dejó de ser un número.</translation>
    </message>
    <message>
        <source>None could be read.</source>
        <translation>No se pudo leer ninguna.</translation>
    </message>
    <message>
        <source>None of the {chosen_on} val films could be read.</source>
        <translation>No se pudo leer ninguna de las {chosen_on} radiografías de validación.</translation>
    </message>
    <message>
        <source>None of the {failures} films could be read.</source>
        <translation>No se pudo leer ninguna de las {failures} radiografías.</translation>
    </message>
    <message>
        <source>None of the {samples} films could be read.</source>
        <translation>No se pudo leer ninguna de las {samples} radiografías.</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Not distinguishable from it by their accuracy: {alike}.</source>
        <translation>No se distinguen de él por su exactitud: {alike}.</translation>
    </message>
    <message>
        <source>Nothing can be trained here, because TensorFlow is not installed.</source>
        <translation>Aquí no se puede entrenar nada, porque TensorFlow no está instalado.</translation>
    </message>
    <message>
        <source>Nothing has been kept in the workspace yet.</source>
        <translation>Aún no se ha guardado nada en el espacio de trabajo.</translation>
    </message>
    <message>
        <source>Nothing is measured on {name}, so there is nothing to report.</source>
        <translation>No hay nada medido en {name}, así que no hay nada que informar.</translation>
    </message>
    <message>
        <source>Occlusion and random masks work with every model.</source>
        <translation>La oclusión y las máscaras aleatorias sirven para cualquier modelo.</translation>
    </message>
    <message>
        <source>Of {found} local films {drawn} were drawn: to more of them a model is trained (`lungdesk train`), not adapted.</source>
        <translation>De {found} radiografías locales se tomaron {drawn} al azar: con más, un modelo se entrena (`lungdesk train`), no se adapta.</translation>
    </message>
    <message>
        <source>Of {found} local films {left_out} were left out, which would flatter every figure: {name} has learnt from {known} of them, and any others are of the same patients.</source>
        <translation>De {found} radiografías locales se omitieron {left_out}, que harían demasiado buenas todas las cifras: {name} ha aprendido de {known} de ellas, y las demás, si las hay, son de los mismos pacientes.</translation>
    </message>
    <message>
        <source>Of {pairs} pairs, none differ in accuracy on the {tested_on} films by more than chance (McNemar, adjusted by Holm).</source>
        <translation>De {pairs} pares, ninguno difiere en exactitud en las radiografías de {tested_on} más de lo que explica el azar (McNemar, ajustado por Holm).</translation>
    </message>
    <message>
        <source>Of {pairs} pairs, {differing} {how} on the {tested_on} films by more than chance (McNemar, adjusted by Holm).</source>
        <translation>De {pairs} pares, {differing} {how} en las radiografías de {tested_on} más de lo que explica el azar (McNemar, ajustado por Holm).</translation>
    </message>
    <message>
        <source>Of {samples} films {name} has learnt from {known}: they flatter every figure.</source>
        <translation>De {samples} radiografías, {name} ha aprendido de {known}: favorecen todas las cifras.</translation>
    </message>
    <message>
        <source>On films of other hospitals, on which nothing was chosen, balanced accuracy is {span}, against {span_2} on the {measured_on} films: this is the figure to expect elsewhere, if not a lower one.</source>
        <translation>En radiografías de otros hospitales, con las que no se eligió nada, la exactitud equilibrada es {span}, frente a {span_2} en las radiografías de {measured_on}: es la cifra que cabe esperar en otro lugar, si no una menor.</translation>
    </message>
    <message>
        <source>One of the lungs is far smaller than the other.</source>
        <translation>Uno de los pulmones es mucho más pequeño que el otro.</translation>
    </message>
    <message>
        <source>Only one lung can be made out in this picture.</source>
        <translation>En esta imagen solo se distingue un pulmón.</translation>
    </message>
    <message>
        <source>Only one {split} film can be used: maps are checked on films of two patients at least.</source>
        <translation>Solo puede usarse una radiografía de {split}: los mapas se comprueban en radiografías de al menos dos pacientes.</translation>
    </message>
    <message>
        <source>Open a radiograph in one of the formats DICOM, PNG, JPEG, TIFF and BMP.</source>
        <translation>Abra una radiografía en uno de los formatos DICOM, PNG, JPEG, TIFF y BMP.</translation>
    </message>
    <message>
        <source>Open or read it anew: what is there now has not been read.</source>
        <translation>Ábralo o léalo de nuevo: lo que hay ahora no se ha leído.</translation>
    </message>
    <message>
        <source>Open the film that it belongs to.</source>
        <translation>Abra la radiografía a la que pertenece.</translation>
    </message>
    <message>
        <source>Open the folder that it is in.</source>
        <translation>Abra la carpeta en que está.</translation>
    </message>
    <message>
        <source>Open the original film.</source>
        <translation>Abra la radiografía original.</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Paciencia</translation>
    </message>
    <message>
        <source>Plasma (no green, colour-blind safe)</source>
        <translation>Plasma (sin verde, apta para daltónicos)</translation>
    </message>
    <message>
        <source>Please report it with the steps that led here.</source>
        <translation>Comuníquelo, por favor, con los pasos que llevaron hasta aquí.</translation>
    </message>
    <message>
        <source>Preparing {id}</source>
        <translation>Preparando {id}</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>Sonda</translation>
    </message>
    <message>
        <source>Put some patients into {split}, or take all splits away: LungDesk then makes them.</source>
        <translation>Ponga algunos pacientes en {split}, o quite todas las partes: LungDesk las hace entonces.</translation>
    </message>
    <message>
        <source>Put the film back, then go on with --resume: what was reached is kept. Leave the data as it is until the training has ended.</source>
        <translation>Devuelva la radiografía a su sitio y continúe con --resume: lo alcanzado se conserva. Deje los datos como están hasta que el entrenamiento termine.</translation>
    </message>
    <message>
        <source>Rainbow (turbo)</source>
        <translation>Arcoíris (turbo)</translation>
    </message>
    <message>
        <source>Raise the limit with --cache-limit, or keep fewer views of each film.</source>
        <translation>Suba el límite con --cache-limit, o guarde menos vistas por radiografía.</translation>
    </message>
    <message>
        <source>Read it again when whatever writes it has ended.</source>
        <translation>Léalo de nuevo cuando acabe lo que lo escribe.</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rectángulo</translation>
    </message>
    <message>
        <source>Rejects what the model says</source>
        <translation>Descarta lo que dice el modelo</translation>
    </message>
    <message>
        <source>Remove that one first, or choose another name.</source>
        <translation>Elimine primero ese, o elija otro nombre.</translation>
    </message>
    <message>
        <source>Removed models are kept for {kept_days} days.</source>
        <translation>Los modelos eliminados se conservan {kept_days} días.</translation>
    </message>
    <message>
        <source>Rename the folder of one run.</source>
        <translation>Cambie el nombre de la carpeta de una ejecución.</translation>
    </message>
    <message>
        <source>Research use only. This page was written by a program that is not a medical device; it is not for diagnosis, and no decision about a patient may rest on it.</source>
        <translation>Solo para investigación. Esta página la generó un programa que no es un producto sanitario; no sirve para diagnosticar, y ninguna decisión sobre un paciente puede basarse en ella.</translation>
    </message>
    <message>
        <source>Restore it by Worklist &gt; Restore; the newest backup is {backup}.</source>
        <translation>Restáurelo con Lista de trabajo &gt; Restaurar; la copia más reciente es {backup}.</translation>
    </message>
    <message>
        <source>Restore it by Worklist &gt; Restore; the newest backup is {backup}. To begin anew, move the folder {folder} away.</source>
        <translation>Restáurelo con Lista de trabajo &gt; Restaurar; la copia más reciente es {backup}. Para empezar de nuevo, mueva la carpeta {folder} a otro lugar.</translation>
    </message>
    <message>
        <source>Restore it from a backup (Worklist &gt; Restore), or move the folder {folder} away to begin anew.</source>
        <translation>Restáurelo desde una copia (Lista de trabajo &gt; Restaurar), o mueva la carpeta {folder} a otro lugar para empezar de nuevo.</translation>
    </message>
    <message>
        <source>Restore it from a backup (Worklist &gt; Restore), or move {path} away to begin anew.</source>
        <translation>Restáurelo desde una copia (Lista de trabajo &gt; Restaurar), o mueva {path} a otro lugar para empezar de nuevo.</translation>
    </message>
    <message>
        <source>Run `lungdesk doctor`, and report what it prints.</source>
        <translation>Ejecute `lungdesk doctor` y comunique lo que escribe.</translation>
    </message>
    <message>
        <source>Save a picture of it instead, or open the DICOM original.</source>
        <translation>Guarde en su lugar una imagen, o abra el original DICOM.</translation>
    </message>
    <message>
        <source>Save a picture of it instead.</source>
        <translation>Guarde en su lugar una imagen.</translation>
    </message>
    <message>
        <source>See `lungdesk models list` for the models that are installed.</source>
        <translation>Vea con `lungdesk models list` los modelos instalados.</translation>
    </message>
    <message>
        <source>See that films of all classes are made, cut and saved in the same way.</source>
        <translation>Procure que las radiografías de todas las clases se hagan, recorten y guarden igual.</translation>
    </message>
    <message>
        <source>See {log}, then go on with --resume.</source>
        <translation>Vea {log} y siga con --resume.</translation>
    </message>
    <message>
        <source>Send or export it again from the archive.</source>
        <translation>Envíelo o expórtelo de nuevo desde el archivo central.</translation>
    </message>
    <message>
        <source>Set HOME or {home_variable} to a folder.</source>
        <translation>Asigne una carpeta a HOME o a {home_variable}.</translation>
    </message>
    <message>
        <source>Small: the network knows much already</source>
        <translation>Pequeña: la red ya sabe mucho</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Blanda</translation>
    </message>
    <message>
        <source>Something unexpected happened: {said}.</source>
        <translation>Ha ocurrido algo inesperado: {said}.</translation>
    </message>
    <message>
        <source>Stop it there, or wait until it has ended.</source>
        <translation>Deténgalo allí o espere a que termine.</translation>
    </message>
    <message>
        <source>Such a film counts twice; in val and test it makes intervals too narrow.</source>
        <translation>Una radiografía así cuenta dos veces; en validación y prueba hace los intervalos demasiado estrechos.</translation>
    </message>
    <message>
        <source>Take a larger collection.</source>
        <translation>Tome una colección más grande.</translation>
    </message>
    <message>
        <source>Take them away.</source>
        <translation>Quítelas.</translation>
    </message>
    <message>
        <source>The annotations in {name} were stored by a newer LungDesk.</source>
        <translation>Las anotaciones de {name} las guardó un LungDesk más nuevo.</translation>
    </message>
    <message>
        <source>The archive {name} holds no images.</source>
        <translation>El archivo comprimido {name} no contiene imágenes.</translation>
    </message>
    <message>
        <source>The archive {name} holds other archives ({few}), which are not opened.</source>
        <translation>El archivo comprimido {name} contiene otros archivos comprimidos ({few}), que no se abren.</translation>
    </message>
    <message>
        <source>The archive {name} holds {what}; that is not unpacked.</source>
        <translation>El archivo comprimido {name} contiene {what}; eso no se descomprime.</translation>
    </message>
    <message>
        <source>The archive {name} is damaged: {why}.</source>
        <translation>El archivo comprimido {name} está dañado: {why}.</translation>
    </message>
    <message>
        <source>The archive {name} is packed in a way that is not unpacked here ({few}).</source>
        <translation>El archivo comprimido {name} está empaquetado de un modo que aquí no se descomprime ({few}).</translation>
    </message>
    <message>
        <source>The archive {name} is protected by a password ({few}).</source>
        <translation>El archivo comprimido {name} está protegido con contraseña ({few}).</translation>
    </message>
    <message>
        <source>The archive {name} names files outside of itself ({few}); they are not opened.</source>
        <translation>El archivo comprimido {name} nombra archivos fuera de sí mismo ({few}); no se abren.</translation>
    </message>
    <message>
        <source>The calibration of the model {name} was made for another network.</source>
        <translation>La calibración del modelo {name} se hizo para otra red.</translation>
    </message>
    <message>
        <source>The chapter “{name}” of the guide is not there.</source>
        <translation>El capítulo «{name}» de la guía no está.</translation>
    </message>
    <message>
        <source>The damaged file is kept as {aside}.</source>
        <translation>El archivo dañado se conserva como {aside}.</translation>
    </message>
    <message>
        <source>The data does not say which hospital a film comes from, so it cannot be seen whether the model has learnt the disease or the hospital.</source>
        <translation>Los datos no dicen de qué hospital procede una radiografía, así que no se puede ver si el modelo ha aprendido la enfermedad o el hospital.</translation>
    </message>
    <message>
        <source>The data does not say whose films they are: if patients have several, the figures after are flattered.</source>
        <translation>Los datos no dicen de quién son las radiografías: si hay pacientes con varias, las cifras posteriores favorecen.</translation>
    </message>
    <message>
        <source>The film check refused the film, and it was read all the same.</source>
        <translation>El control de la radiografía la rechazó, y se leyó de todos modos.</translation>
    </message>
    <message>
        <source>The film has less contrast than films have.</source>
        <translation>La radiografía tiene menos contraste de lo habitual.</translation>
    </message>
    <message>
        <source>The film is kept turned by {nearest}°, not by {rotation_deg:g}°: a presentation state knows multiples of 90° only.</source>
        <translation>La radiografía se guarda girada {nearest}°, no {rotation_deg:g}°: un estado de presentación solo conoce múltiplos de 90°.</translation>
    </message>
    <message>
        <source>The film is narrower than chest films are: a part of the chest may be missing.</source>
        <translation>La radiografía es más estrecha que las de tórax: puede faltar una parte del tórax.</translation>
    </message>
    <message>
        <source>The film is shown inverted.</source>
        <translation>La radiografía se muestra invertida.</translation>
    </message>
    <message>
        <source>The film is unlike most films that the model knows: its probabilities may not hold.</source>
        <translation>La radiografía no se parece a la mayoría de las que conoce el modelo: sus probabilidades pueden no ser válidas.</translation>
    </message>
    <message>
        <source>The film is {parts}.</source>
        <translation>La radiografía está {parts}.</translation>
    </message>
    <message>
        <source>The film seems to show only a part of the chest.</source>
        <translation>La radiografía parece mostrar solo una parte del tórax.</translation>
    </message>
    <message>
        <source>The film was refused and read at the reader’s wish.</source>
        <translation>La radiografía fue rechazada y se leyó por deseo del lector.</translation>
    </message>
    <message>
        <source>The films are saved in different ways ({shares}).</source>
        <translation>Las radiografías están guardadas de distintas maneras ({shares}).</translation>
    </message>
    <message>
        <source>The films of {name} were in {name_2}, and that folder is not there.</source>
        <translation>Las radiografías de {name} estaban en {name_2}, y esa carpeta no está.</translation>
    </message>
    <message>
        <source>The folder for data is not there: {chosen}.</source>
        <translation>La carpeta de datos no está: {chosen}.</translation>
    </message>
    <message>
        <source>The folder {name} holds no images.</source>
        <translation>La carpeta {name} no contiene imágenes.</translation>
    </message>
    <message>
        <source>The highest of the phase</source>
        <translation>La más alta de la fase</translation>
    </message>
    <message>
        <source>The hospital then tells the disease, and mixing cannot part the two.</source>
        <translation>El hospital delata entonces la enfermedad, y mezclar no puede separarlos.</translation>
    </message>
    <message>
        <source>The labels were shuffled: this model is a test of its training and has learnt nothing about disease; figures at chance are what is expected, and if they are clearly above, something leaks.</source>
        <translation>Las etiquetas se barajaron: este modelo es una comprobación de su entrenamiento y no ha aprendido nada de enfermedades; se esperan cifras al nivel del azar, y si son claramente superiores, hay una fuga.</translation>
    </message>
    <message>
        <source>The lungs are cut off by the edge of the picture.</source>
        <translation>Los pulmones están cortados por el borde de la imagen.</translation>
    </message>
    <message>
        <source>The lungs fill too little of this picture.</source>
        <translation>Los pulmones ocupan demasiado poco de esta imagen.</translation>
    </message>
    <message>
        <source>The manifest {name} {what}.</source>
        <translation>El manifiesto {name} {what}.</translation>
    </message>
    <message>
        <source>The model in {name} has a name that no folder can have.</source>
        <translation>El modelo de {name} tiene un nombre que ninguna carpeta puede tener.</translation>
    </message>
    <message>
        <source>The model is measured on films that it has learnt by heart, so its figures are too good.</source>
        <translation>El modelo se mide con radiografías que ha aprendido de memoria, así que sus cifras son demasiado buenas.</translation>
    </message>
    <message>
        <source>The model looks at nothing but the lungs, as the lung network that it was trained with finds them ({digest}…), and {found}.</source>
        <translation>El modelo mira solo los pulmones, como los encuentra la red de pulmones con que se entrenó ({digest}…), y {found}.</translation>
    </message>
    <message>
        <source>The model would be measured on patients whom it has seen: training refuses this data.</source>
        <translation>El modelo se mediría con pacientes que ya ha visto: el entrenamiento rechaza estos datos.</translation>
    </message>
    <message>
        <source>The model {id} is not among those that were removed.</source>
        <translation>El modelo {id} no está entre los eliminados.</translation>
    </message>
    <message>
        <source>The model {id} is not among those that you have added.</source>
        <translation>El modelo {id} no está entre los que usted ha añadido.</translation>
    </message>
    <message>
        <source>The model {name} cannot be moved or written ({strerror}).</source>
        <translation>El modelo {name} no se puede mover ni escribir ({strerror}).</translation>
    </message>
    <message>
        <source>The model {name} is damaged or was altered: {what}.</source>
        <translation>El modelo {name} está dañado o se alteró: {what}.</translation>
    </message>
    <message>
        <source>The model {name} was made by a newer LungDesk (layout {version}, this one reads up to {newest}).</source>
        <translation>El modelo {name} lo hizo un LungDesk más nuevo (formato {version}; este lee hasta el {newest}).</translation>
    </message>
    <message>
        <source>The model's head is not made of dense layers that fit together ({error}).</source>
        <translation>El cabezal del modelo no consta de capas densas que encajen ({error}).</translation>
    </message>
    <message>
        <source>The network had learnt from {films} films before this training began.</source>
        <translation>La red había aprendido de {films} radiografías antes de empezar este entrenamiento.</translation>
    </message>
    <message>
        <source>The network of {id} cannot be prepared for this processor.</source>
        <translation>La red de {id} no se puede preparar para este procesador.</translation>
    </message>
    <message>
        <source>The network of {id} does not answer pixel by pixel at the {side} px that its manifest says.</source>
        <translation>La red de {id} no responde píxel a píxel a los {side} px que dice su manifiesto.</translation>
    </message>
    <message>
        <source>The network of {id} has no feature map that a head could be fitted to.</source>
        <translation>La red de {id} no tiene un mapa de características al que ajustar un cabezal.</translation>
    </message>
    <message>
        <source>The network of {id} takes {input_size} px, its manifest says {input_size_2} px.</source>
        <translation>La red de {id} toma {input_size} px, su manifiesto dice {input_size_2} px.</translation>
    </message>
    <message>
        <source>The networks of the model were trained in different splits: films that one of them has learnt may be among those of val and test.</source>
        <translation>Las redes del modelo se entrenaron con particiones distintas: entre las de validación y prueba puede haber radiografías que una de ellas ha aprendido.</translation>
    </message>
    <message>
        <source>The picture has only {columns} x {rows} pixels; a film needs {least_side} on its shorter side.</source>
        <translation>La imagen tiene solo {columns} x {rows} píxeles; una radiografía necesita {least_side} en su lado menor.</translation>
    </message>
    <message>
        <source>The picture is blank: hardly any grey values differ.</source>
        <translation>La imagen está en blanco: apenas hay valores de gris distintos.</translation>
    </message>
    <message>
        <source>The picture is in colour: a photograph or a screenshot, no film.</source>
        <translation>La imagen es en color: una fotografía o una captura de pantalla, no una radiografía.</translation>
    </message>
    <message>
        <source>The picture is {long:.1f} times as long as wide: a strip, not a whole film.</source>
        <translation>La imagen es {long:.1f} veces más larga que ancha: una tira, no una radiografía entera.</translation>
    </message>
    <message>
        <source>The predictions {path} cannot be read ({strerror}).</source>
        <translation>Las predicciones {path} no se pueden leer ({strerror}).</translation>
    </message>
    <message>
        <source>The predictions {path} cannot be used: the table {what}.</source>
        <translation>Las predicciones {path} no se pueden usar: la tabla {what}.</translation>
    </message>
    <message>
        <source>The recipe goes by the hospital that a film comes from, and the films do not name any.</source>
        <translation>La receta se guía por el hospital del que procede cada radiografía, y las radiografías no indican ninguno.</translation>
    </message>
    <message>
        <source>The recipe is not valid at {where}: {lower}.</source>
        <translation>La receta no es válida en {where}: {lower}.</translation>
    </message>
    <message>
        <source>The recipe looks at the lungs alone, and there is no network that finds them.</source>
        <translation>La receta mira solo los pulmones, y no hay una red que los encuentre.</translation>
    </message>
    <message>
        <source>The recipe {path} cannot be read ({error}).</source>
        <translation>La receta {path} no se puede leer ({error}).</translation>
    </message>
    <message>
        <source>The rows in {parent} were read with {before}, not with {now}.</source>
        <translation>Las filas de {parent} se leyeron con {before}, no con {now}.</translation>
    </message>
    <message>
        <source>The source</source>
        <translation>El origen</translation>
    </message>
    <message>
        <source>The stored annotations in {name} are damaged ({reason}). {kept}</source>
        <translation>Las anotaciones guardadas en {name} están dañadas ({reason}). {kept}</translation>
    </message>
    <message>
        <source>The stored key images in {name} are damaged.</source>
        <translation>Las imágenes clave guardadas en {name} están dañadas.</translation>
    </message>
    <message>
        <source>The table of contents {name} names no images.</source>
        <translation>La tabla de contenido {name} no nombra imágenes.</translation>
    </message>
    <message>
        <source>The table of contents {name} names what is not on its medium ({few}).</source>
        <translation>La tabla de contenido {name} nombra lo que no está en su soporte ({few}).</translation>
    </message>
    <message>
        <source>The training ended without a result (exit code {exit_code}).</source>
        <translation>El entrenamiento terminó sin resultado (código de salida {exit_code}).</translation>
    </message>
    <message>
        <source>The training needs {words} and the disk has {words_2} left: make room there, or keep fewer views of each film.</source>
        <translation>El entrenamiento necesita {words} y al disco le quedan {words_2}: haga sitio, o guarde menos vistas por radiografía.</translation>
    </message>
    <message>
        <source>The training {id} cannot be removed ({strerror}).</source>
        <translation>El entrenamiento {id} no se puede eliminar ({strerror}).</translation>
    </message>
    <message>
        <source>The training {id} cannot be removed: a LungDesk is training it just now.</source>
        <translation>El entrenamiento {id} no se puede eliminar: un LungDesk lo está entrenando ahora mismo.</translation>
    </message>
    <message>
        <source>The two {how} on the {tested_on} films by more than chance (McNemar).</source>
        <translation>Los dos {how} en las radiografías de {tested_on} más de lo que explica el azar (McNemar).</translation>
    </message>
    <message>
        <source>The user who runs LungDesk has no home, so nothing can be kept.</source>
        <translation>El usuario que ejecuta LungDesk no tiene carpeta personal, así que no se puede guardar nada.</translation>
    </message>
    <message>
        <source>The weights have learnt from {learnt} of the films of {splits} (the first: {name}): their figures would flatter.</source>
        <translation>Los pesos han aprendido de {learnt} de las radiografías de {splits} (la primera: {name}): sus resultados serían demasiado buenos.</translation>
    </message>
    <message>
        <source>The workspace can be looked at here, but not changed: {place} cannot be written.</source>
        <translation>Aquí el espacio de trabajo se puede ver, pero no cambiar: no se puede escribir en {place}.</translation>
    </message>
    <message>
        <source>The workspace is open in another LungDesk, so nothing can be changed in it here.</source>
        <translation>El espacio de trabajo está abierto en otro LungDesk, así que aquí no se puede cambiar nada en él.</translation>
    </message>
    <message>
        <source>The workspace is open in another LungDesk, which is older or is bringing it up to date.</source>
        <translation>El espacio de trabajo está abierto en otro LungDesk, que es más antiguo o lo está actualizando.</translation>
    </message>
    <message>
        <source>The workspace {name} cannot be written ({rstrip}).</source>
        <translation>El espacio de trabajo {name} no se puede escribir ({rstrip}).</translation>
    </message>
    <message>
        <source>The workspace {name} cannot be written: the disk is full.</source>
        <translation>El espacio de trabajo {name} no se puede escribir: el disco está lleno.</translation>
    </message>
    <message>
        <source>The workspace {name} is damaged ({rstrip}).</source>
        <translation>El espacio de trabajo {name} está dañado ({rstrip}).</translation>
    </message>
    <message>
        <source>The workspace {name} is lost: there is no such file any more, or nothing in it.</source>
        <translation>El espacio de trabajo {name} se ha perdido: ese archivo ya no existe, o no tiene nada.</translation>
    </message>
    <message>
        <source>The workspace {name} was not closed, and cannot be looked at here: {place} cannot be written.</source>
        <translation>El espacio de trabajo {name} no se cerró, y aquí no se puede ver: no se puede escribir en {place}.</translation>
    </message>
    <message>
        <source>The workspace {name} was written by a newer LungDesk.</source>
        <translation>El espacio de trabajo {name} lo escribió un LungDesk más nuevo.</translation>
    </message>
    <message>
        <source>The {kind} of {samples} films</source>
        <translation>Los datos ({kind}) de {samples} radiografías</translation>
    </message>
    <message>
        <source>The {split} split has no film of {absent}.</source>
        <translation>La parte {split} no tiene ninguna radiografía de {absent}.</translation>
    </message>
    <message>
        <source>The {split} split has no film of {empty}.</source>
        <translation>La parte {split} no tiene ninguna radiografía de {empty}.</translation>
    </message>
    <message>
        <source>The {word} of this presentation state is not shown.</source>
        <translation>No se muestra esta parte del estado de presentación: {word}.</translation>
    </message>
    <message>
        <source>There are few films of {listed}: with fewer than {few_films} of a class the figures say little.</source>
        <translation>Hay pocas radiografías de {listed}: con menos de {few_films} de una clase las cifras dicen poco.</translation>
    </message>
    <message>
        <source>There are local films of {only} alone: a model learns what tells classes apart.</source>
        <translation>Solo hay radiografías locales de {only}: un modelo aprende lo que distingue unas clases de otras.</translation>
    </message>
    <message>
        <source>There are no ImageNet weights for {display_name} on this computer.</source>
        <translation>En este equipo no hay pesos de ImageNet para {display_name}.</translation>
    </message>
    <message>
        <source>There are no films in {split}.</source>
        <translation>No hay radiografías en {split}.</translation>
    </message>
    <message>
        <source>There are no test films: figures on films by which models are chosen look better than they are, and no difference is tested.</source>
        <translation>No hay radiografías de prueba: las cifras en radiografías con las que se eligen modelos parecen mejores de lo que son, y no se contrasta ninguna diferencia.</translation>
    </message>
    <message>
        <source>There are no weights for {display_name} at {choice}.</source>
        <translation>No hay pesos para {display_name} en {choice}.</translation>
    </message>
    <message>
        <source>There are too few patients of a class to learn from ({few}; at least {fewest_patients} are needed).</source>
        <translation>Hay demasiado pocos pacientes de una clase para aprender ({few}; se necesitan al menos {fewest_patients}).</translation>
    </message>
    <message>
        <source>There are {targets} local films, and {fewest_films} are needed.</source>
        <translation>Hay {targets} radiografías locales, y se necesitan {fewest_films}.</translation>
    </message>
    <message>
        <source>There is no backbone called {name}.</source>
        <translation>No hay ninguna red base llamada {name}.</translation>
    </message>
    <message>
        <source>There is no finished training at {folder}: it has no {result_file}.</source>
        <translation>No hay un entrenamiento terminado en {folder}: no tiene {result_file}.</translation>
    </message>
    <message>
        <source>There is no finished training in {name}.</source>
        <translation>No hay un entrenamiento terminado en {name}.</translation>
    </message>
    <message>
        <source>There is no folder or manifest at {location}.</source>
        <translation>No hay carpeta ni manifiesto en {location}.</translation>
    </message>
    <message>
        <source>There is no local film of {listed}: what the model knows of them stays as it was and was not measured here. The local classes fit better now and win more often, so such a film may be missed where it was found before.</source>
        <translation>No hay ninguna radiografía local de {listed}: lo que el modelo sabe de ellas quedó como estaba y aquí no se midió. Las clases locales encajan ahora mejor y ganan más a menudo, así que una radiografía así puede pasarse por alto donde antes se encontraba.</translation>
    </message>
    <message>
        <source>There is no lung at the border: letters, collimation and the machine give the class away.</source>
        <translation>En el borde no hay pulmón: letras, colimación y aparato delatan la clase.</translation>
    </message>
    <message>
        <source>There is no lung segmenter.</source>
        <translation>No hay segmentador de pulmones.</translation>
    </message>
    <message>
        <source>There is no model at {folder}.</source>
        <translation>No hay ningún modelo en {folder}.</translation>
    </message>
    <message>
        <source>There is no model called {model}.</source>
        <translation>No hay ningún modelo llamado {model}.</translation>
    </message>
    <message>
        <source>There is no {split} split.</source>
        <translation>No hay parte {split}.</translation>
    </message>
    <message>
        <source>There will be no figures of it, by which the model could be compared.</source>
        <translation>No habrá cifras de ella con las que comparar el modelo.</translation>
    </message>
    <message>
        <source>These classes are not known: {unknown}.</source>
        <translation>Estas clases no se conocen: {unknown}.</translation>
    </message>
    <message>
        <source>These classes never come from one source, so a model may tell the sources apart instead of the diseases: {pairs}.</source>
        <translation>Estas clases nunca proceden de un mismo origen, así que un modelo puede distinguir los orígenes en vez de las enfermedades: {pairs}.</translation>
    </message>
    <message>
        <source>These models cannot be compared: {why}.</source>
        <translation>Estos modelos no se pueden comparar: {why}.</translation>
    </message>
    <message>
        <source>These models cannot be kept as one: they do not name the same classes in one order.</source>
        <translation>Estos modelos no se pueden conservar como uno: no nombran las mismas clases en un mismo orden.</translation>
    </message>
    <message>
        <source>They are enlarged and look blurred, which a model may take for a sign.</source>
        <translation>Se amplían y parecen borrosas, lo que un modelo puede tomar por un signo.</translation>
    </message>
    <message>
        <source>They are left out of training and of every figure.</source>
        <translation>Se omiten en el entrenamiento y en todas las cifras.</translation>
    </message>
    <message>
        <source>This computer reads {rate} films a second (1 thread)</source>
        <translation>Este equipo lee {rate} radiografías por segundo (1 hilo)</translation>
    </message>
    <message>
        <source>This computer reads {rate} films a second (bfloat16, {threads}; {plain_rate} with float32 and 1 thread)</source>
        <translation>Este equipo lee {rate} radiografías por segundo (bfloat16, {threads}; {plain_rate} con float32 y 1 hilo)</translation>
    </message>
    <message>
        <source>This computer reads {rate} films a second ({threads}; {plain_rate} with 1 thread)</source>
        <translation>Este equipo lee {rate} radiografías por segundo ({threads}; {plain_rate} con 1 hilo)</translation>
    </message>
    <message>
        <source>This does not look like a frontal chest film: it is unlike all films that the model knows.</source>
        <translation>Esto no parece una radiografía frontal de tórax: no se parece a ninguna de las que conoce el modelo.</translation>
    </message>
    <message>
        <source>This is a picture that LungDesk has made of a film; only the film itself is read.</source>
        <translation>Es una imagen que LungDesk ha hecho de una radiografía; solo se lee la propia radiografía.</translation>
    </message>
    <message>
        <source>This was found out on {now} films, and replaces what was found out on {before}.</source>
        <translation>Esto se averiguó con {now} radiografías y sustituye a lo que se averiguó con {before}.</translation>
    </message>
    <message>
        <source>Train again, or take the file from a copy of the run.</source>
        <translation>Entrene de nuevo, o tome el archivo de una copia de la ejecución.</translation>
    </message>
    <message>
        <source>Train and val have {groups} patients or groups of {ids}, which cannot be dealt to {count} folds.</source>
        <translation>Entrenamiento y validación tienen {groups} pacientes o grupos de {ids}, que no se pueden repartir en {count} pliegues.</translation>
    </message>
    <message>
        <source>Train them on one collection of films.</source>
        <translation>Entrénelos con una misma colección de radiografías.</translation>
    </message>
    <message>
        <source>Train, val and test were split from one collection, so test figures say nothing about another hospital.</source>
        <translation>Entrenamiento, validación y prueba se repartieron de una misma colección, así que las cifras de prueba no dicen nada de otro hospital.</translation>
    </message>
    <message>
        <source>Trained on all sources but one and measured on that one, the 16 x 16 model fails in some (accuracy balanced over the classes there): {rows}. In sources it knows it reaches {percent} (chance {percent_2}).</source>
        <translation>Entrenado con todos los orígenes menos uno y medido en ese, el modelo de 16 x 16 falla en algunos (exactitud equilibrada entre las clases de allí): {rows}. En orígenes que conoce llega al {percent} (azar {percent_2}).</translation>
    </message>
    <message>
        <source>Trials compare networks that begin with the same weights.</source>
        <translation>Los ensayos comparan redes que empiezan con los mismos pesos.</translation>
    </message>
    <message>
        <source>Try again when there is a connection; or {by_hand}</source>
        <translation>Inténtelo de nuevo cuando haya conexión; o {by_hand}</translation>
    </message>
    <message>
        <source>Try again; or {by_hand}</source>
        <translation>Inténtelo de nuevo; o {by_hand}</translation>
    </message>
    <message>
        <source>Tuberculosis</source>
        <translation>Tuberculosis</translation>
    </message>
    <message>
        <source>Type a number above {bounds}, and {most} at most.</source>
        <translation>Escriba un número mayor que {bounds}, y {most} como máximo.</translation>
    </message>
    <message>
        <source>Type a number from {least} to less than {bounds}.</source>
        <translation>Escriba un número de {least} a menos de {bounds}.</translation>
    </message>
    <message>
        <source>Type a number from {least} to {most}.</source>
        <translation>Escriba un número de {least} a {most}.</translation>
    </message>
    <message>
        <source>Type a whole number from {least} to {most}.</source>
        <translation>Escriba un número entero de {least} a {most}.</translation>
    </message>
    <message>
        <source>Type a whole number, {least} or more.</source>
        <translation>Escriba un número entero, {least} o más.</translation>
    </message>
    <message>
        <source>Unpack it with its password and open the folder.</source>
        <translation>Descomprímalo con su contraseña y abra la carpeta.</translation>
    </message>
    <message>
        <source>Unpack it yourself and open the folder.</source>
        <translation>Descomprímalo usted y abra la carpeta.</translation>
    </message>
    <message>
        <source>Unpacking {name}</source>
        <translation>Descomprimiendo {name}</translation>
    </message>
    <message>
        <source>Update LungDesk to bring it back.</source>
        <translation>Actualice LungDesk para recuperarlo.</translation>
    </message>
    <message>
        <source>Update LungDesk to open it; it has been left as it is.</source>
        <translation>Actualice LungDesk para abrirlo; se ha dejado como está.</translation>
    </message>
    <message>
        <source>Update LungDesk to see and change them.</source>
        <translation>Actualice LungDesk para verlas y cambiarlas.</translation>
    </message>
    <message>
        <source>Update LungDesk to see these key images; the file is left as it is.</source>
        <translation>Actualice LungDesk para ver estas imágenes clave; el archivo se deja como está.</translation>
    </message>
    <message>
        <source>Update LungDesk, or choose another model.</source>
        <translation>Actualice LungDesk, o elija otro modelo.</translation>
    </message>
    <message>
        <source>Use small letters, figures and -, _ or .: {longest_id} at most.</source>
        <translation>Use letras minúsculas, cifras y -, _ o .: {longest_id} como máximo.</translation>
    </message>
    <message>
        <source>Use the originals where they can be had.</source>
        <translation>Use los originales donde se puedan conseguir.</translation>
    </message>
    <message>
        <source>Val is fold {fold} of the films of train and val.</source>
        <translation>Validación es el pliegue {fold} de las radiografías de entrenamiento y validación.</translation>
    </message>
    <message>
        <source>View position unknown: on an AP view the heart looks larger than it is.</source>
        <translation>Proyección desconocida: en una proyección AP el corazón parece mayor de lo que es.</translation>
    </message>
    <message>
        <source>View position {stated}: the ratio is defined for a PA view.</source>
        <translation>Proyección {stated}: el índice está definido para una proyección PA.</translation>
    </message>
    <message>
        <source>Views of a film</source>
        <translation>Vistas por radiografía</translation>
    </message>
    <message>
        <source>Viral pneumonia</source>
        <translation>Neumonía viral</translation>
    </message>
    <message>
        <source>Wait until it has ended, or choose another folder.</source>
        <translation>Espere a que acabe, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>What hospitals share cannot be told from what tells them apart: in other hospitals the model will be worth no more than with another recipe.</source>
        <translation>Lo que los hospitales comparten no se puede separar de lo que los distingue: en otros hospitales, el modelo no valdrá más que con otra receta.</translation>
    </message>
    <message>
        <source>What is not among the test films is not measured.</source>
        <translation>Lo que no está entre las radiografías de prueba no se mide.</translation>
    </message>
    <message>
        <source>What looks like lung fills nearly the whole picture.</source>
        <translation>Lo que parece pulmón ocupa casi toda la imagen.</translation>
    </message>
    <message>
        <source>What looks like lungs does not lie side by side.</source>
        <translation>Lo que parecen pulmones no está uno al lado del otro.</translation>
    </message>
    <message>
        <source>What looks like lungs has no shape of lungs.</source>
        <translation>Lo que parecen pulmones no tiene forma de pulmones.</translation>
    </message>
    <message>
        <source>What the network makes of the films needs {words}, and no more than {words_2} may be kept: keep fewer views of each film, or train the head alone.</source>
        <translation>Lo que la red hace con las radiografías necesita {words}, y no se pueden guardar más de {words_2}: guarde menos vistas por radiografía, o entrene solo el cabezal.</translation>
    </message>
    <message>
        <source>What was chosen for the training cannot be understood.</source>
        <translation>No se entiende lo que se eligió para el entrenamiento.</translation>
    </message>
    <message>
        <source>When the model was trained, groups of one patient counted as of several, and films were dealt otherwise: films that it has learnt may be among those of val and test.</source>
        <translation>Cuando se entrenó el modelo, los grupos de un mismo paciente contaban como de varios y las radiografías se repartieron de otro modo: entre las de validación y prueba puede haber radiografías que ha aprendido.</translation>
    </message>
    <message>
        <source>When the model was trained, {parted} patients were parted: some of their films were learnt from, and others are among those of val and test.</source>
        <translation>Cuando se entrenó el modelo, {parted} pacientes quedaron repartidos: de algunas de sus radiografías se aprendió, y otras están entre las de validación y prueba.</translation>
    </message>
    <message>
        <source>Whole: epochs</source>
        <translation>Red entera: épocas</translation>
    </message>
    <message>
        <source>Whole: learning rate</source>
        <translation>Red entera: tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Without the lungs there is little disease to see: posture, age and machine give the class away.</source>
        <translation>Sin los pulmones hay poca enfermedad que ver: postura, edad y aparato delatan la clase.</translation>
    </message>
    <message>
        <source>Worse than before beyond chance: {worse}.</source>
        <translation>Peor que antes más allá del azar: {worse}.</translation>
    </message>
    <message>
        <source>Write both again by `lungdesk evaluate … --out DIR`.</source>
        <translation>Escriba de nuevo ambos con `lungdesk evaluate … --out DIR`.</translation>
    </message>
    <message>
        <source>Write into {films_folder} beside it where they are now.</source>
        <translation>Escriba en {films_folder}, a su lado, dónde están ahora.</translation>
    </message>
    <message>
        <source>Write them by `lungdesk evaluate … --split {measured} --out DIR`, and name DIR as a baseline in place of the run.</source>
        <translation>Escríbalas con `lungdesk evaluate … --split {measured} --out DIR` e indique DIR como referencia en lugar de la ejecución.</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>Escribiendo {name}</translation>
    </message>
    <message>
        <source>`lungdesk dataset audit` says why.</source>
        <translation>`lungdesk dataset audit` dice por qué.</translation>
    </message>
    <message>
        <source>a JPEG quality of {}</source>
        <translation>una calidad JPEG de {}</translation>
    </message>
    <message>
        <source>a border with a brightness of {} (of 255)</source>
        <translation>un borde con un brillo de {} (de 255)</translation>
    </message>
    <message>
        <source>a device or a pipe</source>
        <translation>un dispositivo o una tubería</translation>
    </message>
    <message>
        <source>a folder lies where its file should be</source>
        <translation>hay una carpeta donde debería estar su archivo</translation>
    </message>
    <message>
        <source>a longer side of {} pixels</source>
        <translation>un lado mayor de {} píxeles</translation>
    </message>
    <message>
        <source>a mean brightness of {} (of 255)</source>
        <translation>un brillo medio de {} (de 255)</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>un modelo</translation>
    </message>
    <message>
        <source>a row of {stray} belongs to nothing</source>
        <translation>una fila de {stray} no pertenece a nada</translation>
    </message>
    <message>
        <source>a width of {} times the height</source>
        <translation>una anchura de {} veces la altura</translation>
    </message>
    <message>
        <source>about {high} hours</source>
        <translation>unas {high} horas</translation>
    </message>
    <message>
        <source>about {high} minutes</source>
        <translation>unos {high} minutos</translation>
    </message>
    <message>
        <source>about {high} seconds</source>
        <translation>unos {high} segundos</translation>
    </message>
    <message>
        <source>another data set</source>
        <translation>otro conjunto de datos</translation>
    </message>
    <message>
        <source>another {now}</source>
        <translation>otro {now}</translation>
    </message>
    <message>
        <source>are copies of one file</source>
        <translation>son copias de un mismo archivo</translation>
    </message>
    <message>
        <source>area {area_text}</source>
        <translation>área {area_text}</translation>
    </message>
    <message>
        <source>as stated, not calibrated</source>
        <translation>como se indica, sin calibrar</translation>
    </message>
    <message>
        <source>as the monitor states</source>
        <translation>como indica el monitor</translation>
    </message>
    <message>
        <source>aspect ratio</source>
        <translation>relación entre ancho y alto</translation>
    </message>
    <message>
        <source>at detector</source>
        <translation>en el detector</translation>
    </message>
    <message>
        <source>bfloat16 cannot be used: {reason}.</source>
        <translation>bfloat16 no se puede usar: {reason}.</translation>
    </message>
    <message>
        <source>blurring films by the maps of {id}</source>
        <translation>difuminando radiografías según los mapas de {id}</translation>
    </message>
    <message>
        <source>blurring in the order of a map</source>
        <translation>difuminando en el orden de un mapa</translation>
    </message>
    <message>
        <source>blurring one place after the other</source>
        <translation>difuminando un lugar tras otro</translation>
    </message>
    <message>
        <source>blurring what the map marks</source>
        <translation>difuminando lo que marca el mapa</translation>
    </message>
    <message>
        <source>border brightness</source>
        <translation>brillo del borde</translation>
    </message>
    <message>
        <source>by magnification factor</source>
        <translation>por el factor de magnificación</translation>
    </message>
    <message>
        <source>bytes per pixel</source>
        <translation>bytes por píxel</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>calibrado</translation>
    </message>
    <message>
        <source>calibrated by user</source>
        <translation>calibrado por el usuario</translation>
    </message>
    <message>
        <source>cannot be read ({bytes})</source>
        <translation>no se puede leer ({bytes})</translation>
    </message>
    <message>
        <source>cannot be read as CSV ({error})</source>
        <translation>no se puede leer como CSV ({error})</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>no puede decirse</translation>
    </message>
    <message>
        <source>cardiothoracic ratio</source>
        <translation>índice cardiotorácico</translation>
    </message>
    <message>
        <source>column spacing</source>
        <translation>espaciado de columnas</translation>
    </message>
    <message>
        <source>comparing films that look alike</source>
        <translation>comparando radiografías que se parecen</translation>
    </message>
    <message>
        <source>comparing films with those of the training</source>
        <translation>comparando las radiografías con las del entrenamiento</translation>
    </message>
    <message>
        <source>comparing them pixel by pixel</source>
        <translation>comparándolas píxel a píxel</translation>
    </message>
    <message>
        <source>comparing {samples} files</source>
        <translation>comparando {samples} archivos</translation>
    </message>
    <message>
        <source>compressed frames</source>
        <translation>fotogramas comprimidos</translation>
    </message>
    <message>
        <source>compressed values that are shifted by {shift} bits</source>
        <translation>valores comprimidos que están desplazados {shift} bits</translation>
    </message>
    <message>
        <source>controls that cannot see the lungs</source>
        <translation>controles que no pueden ver los pulmones</translation>
    </message>
    <message>
        <source>corona virus disease</source>
        <translation>enfermedad por coronavirus</translation>
    </message>
    <message>
        <source>coronavirus disease</source>
        <translation>enfermedad por coronavirus</translation>
    </message>
    <message>
        <source>damaged table of contents</source>
        <translation>tabla de contenido dañada</translation>
    </message>
    <message>
        <source>differ in accuracy</source>
        <translation>difieren en exactitud</translation>
    </message>
    <message>
        <source>differs in accuracy</source>
        <translation>difiere en exactitud</translation>
    </message>
    <message>
        <source>do not differ in accuracy</source>
        <translation>no difieren en exactitud</translation>
    </message>
    <message>
        <source>documents</source>
        <translation>documentos</translation>
    </message>
    <message>
        <source>drawing the report</source>
        <translation>dibujando el informe</translation>
    </message>
    <message>
        <source>each film as 16 x 16 points</source>
        <translation>cada radiografía como 16 x 16 puntos</translation>
    </message>
    <message>
        <source>each film with the lungs' middle blacked out</source>
        <translation>cada radiografía con el centro de los pulmones en negro</translation>
    </message>
    <message>
        <source>ensemble of {members}</source>
        <translation>ensemble de {members}</translation>
    </message>
    <message>
        <source>entry of a name that a later one has</source>
        <translation>entrada con un nombre que tiene otra posterior</translation>
    </message>
    <message>
        <source>fetch {url} by other means and put it into {folder}.</source>
        <translation>consiga {url} por otros medios y póngalo en {folder}.</translation>
    </message>
    <message>
        <source>fetching {name}, MB</source>
        <translation>descargando {name}, MB</translation>
    </message>
    <message>
        <source>film is</source>
        <translation>radiografía es</translation>
    </message>
    <message>
        <source>film shows</source>
        <translation>radiografía muestra</translation>
    </message>
    <message>
        <source>films (cross-validated, groups kept whole)</source>
        <translation>radiografías (validación cruzada, grupos enteros)</translation>
    </message>
    <message>
        <source>films are</source>
        <translation>radiografías son</translation>
    </message>
    <message>
        <source>films show</source>
        <translation>radiografías muestran</translation>
    </message>
    <message>
        <source>fitting the model</source>
        <translation>ajustando el modelo</translation>
    </message>
    <message>
        <source>floating-point values</source>
        <translation>valores de coma flotante</translation>
    </message>
    <message>
        <source>following the evidence back</source>
        <translation>siguiendo los indicios hacia atrás</translation>
    </message>
    <message>
        <source>for example {short_name} and {short_name_2}</source>
        <translation>por ejemplo {short_name} y {short_name_2}</translation>
    </message>
    <message>
        <source>frame {number} of {count} was read</source>
        <translation>se leyó el fotograma {number} de {count}</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>rango completo</translation>
    </message>
    <message>
        <source>gives {name} two classes, or puts it in two splits</source>
        <translation>da a {name} dos clases, o la pone en dos partes</translation>
    </message>
    <message>
        <source>grey, {bits} bit</source>
        <translation>gris, {bits} bits</translation>
    </message>
    <message>
        <source>has a loss of {loss} on the {chosen_on} films, which is what a model is to</source>
        <translation>tiene una pérdida de {loss} en las radiografías de {chosen_on}, que es por lo que un modelo ha de</translation>
    </message>
    <message>
        <source>has a {keyword} that DICOM does not allow</source>
        <translation>tiene un {keyword} que DICOM no permite</translation>
    </message>
    <message>
        <source>has grey values below 0 or above 65535</source>
        <translation>tiene valores de gris menores que 0 o mayores que 65535</translation>
    </message>
    <message>
        <source>has no columns path and label</source>
        <translation>no tiene las columnas path y label</translation>
    </message>
    <message>
        <source>has no valid {keyword}</source>
        <translation>no tiene un {keyword} válido</translation>
    </message>
    <message>
        <source>has not the columns path, label and p_&lt;label&gt; of each class</source>
        <translation>no tiene las columnas path, label y p_&lt;label&gt; de cada clase</translation>
    </message>
    <message>
        <source>has the least loss on the {chosen_on} films ({loss}), which is what a model is to</source>
        <translation>tiene la menor pérdida en las radiografías de {chosen_on} ({loss}), que es por lo que un modelo ha de</translation>
    </message>
    <message>
        <source>heart width</source>
        <translation>anchura del corazón</translation>
    </message>
    <message>
        <source>heart {length_text}</source>
        <translation>corazón {length_text}</translation>
    </message>
    <message>
        <source>invert it</source>
        <translation>inviértala</translation>
    </message>
    <message>
        <source>inverted (black is white)</source>
        <translation>invertida (el negro es blanco)</translation>
    </message>
    <message>
        <source>is no DICOM image</source>
        <translation>no es una imagen DICOM</translation>
    </message>
    <message>
        <source>is not text in UTF-8: spreadsheets save such as “CSV UTF-8”</source>
        <translation>no es texto en UTF-8: las hojas de cálculo lo guardan como «CSV UTF-8»</translation>
    </message>
    <message>
        <source>it breaks off</source>
        <translation>se interrumpe</translation>
    </message>
    <message>
        <source>it does not say how many pixels it has</source>
        <translation>no dice cuántos píxeles tiene</translation>
    </message>
    <message>
        <source>it does not say which version has made it</source>
        <translation>no dice qué versión lo ha hecho</translation>
    </message>
    <message>
        <source>it does not say which version it has</source>
        <translation>no dice qué versión tiene</translation>
    </message>
    <message>
        <source>it ends before anything is said of an image</source>
        <translation>acaba antes de decir nada de una imagen</translation>
    </message>
    <message>
        <source>it ends before its image</source>
        <translation>acaba antes de su imagen</translation>
    </message>
    <message>
        <source>it ends before its last line</source>
        <translation>acaba antes de su última línea</translation>
    </message>
    <message>
        <source>it has no list of annotations</source>
        <translation>no tiene lista de anotaciones</translation>
    </message>
    <message>
        <source>it has no picture: {message} {hint}</source>
        <translation>no tiene imagen: {message} {hint}</translation>
    </message>
    <message>
        <source>it holds no model: {why}</source>
        <translation>no contiene un modelo: {why}</translation>
    </message>
    <message>
        <source>it holds {what}, more than a model</source>
        <translation>contiene {what}, más que un modelo</translation>
    </message>
    <message>
        <source>it is a table of contents; open its folder</source>
        <translation>es una tabla de contenido; abra su carpeta</translation>
    </message>
    <message>
        <source>it is neither a report nor a document</source>
        <translation>no es ni un informe ni un documento</translation>
    </message>
    <message>
        <source>it is no JSON: {error}</source>
        <translation>no es JSON: {error}</translation>
    </message>
    <message>
        <source>it is no ZIP file, or not the whole of one</source>
        <translation>no es un archivo ZIP, o no está entero</translation>
    </message>
    <message>
        <source>it is no grayscale presentation state</source>
        <translation>no es un estado de presentación en gris</translation>
    </message>
    <message>
        <source>it is no workspace of LungDesk</source>
        <translation>no es un espacio de trabajo de LungDesk</translation>
    </message>
    <message>
        <source>it is not one folder with a {manifest}</source>
        <translation>no es una sola carpeta con un {manifest}</translation>
    </message>
    <message>
        <source>it is of the kind {name}</source>
        <translation>es del tipo {name}</translation>
    </message>
    <message>
        <source>it is packed in another way</source>
        <translation>está empaquetado de otro modo</translation>
    </message>
    <message>
        <source>it is protected by a password</source>
        <translation>está protegido con contraseña</translation>
    </message>
    <message>
        <source>it names a file outside ({name})</source>
        <translation>nombra un archivo de fuera ({name})</translation>
    </message>
    <message>
        <source>it speaks of other films</source>
        <translation>habla de otras radiografías</translation>
    </message>
    <message>
        <source>its compressed data cannot be decoded</source>
        <translation>sus datos comprimidos no se pueden decodificar</translation>
    </message>
    <message>
        <source>its compressed data ends too early</source>
        <translation>sus datos comprimidos acaban demasiado pronto</translation>
    </message>
    <message>
        <source>its content cannot be decoded</source>
        <translation>su contenido no se puede decodificar</translation>
    </message>
    <message>
        <source>its content cannot be found</source>
        <translation>su contenido no se encuentra</translation>
    </message>
    <message>
        <source>its content cannot be read</source>
        <translation>su contenido no se puede leer</translation>
    </message>
    <message>
        <source>its content cannot be unpacked</source>
        <translation>su contenido no se puede descomprimir</translation>
    </message>
    <message>
        <source>its document cannot be drawn</source>
        <translation>su documento no se puede dibujar</translation>
    </message>
    <message>
        <source>its files are not those that its manifest names</source>
        <translation>sus archivos no son los que nombra su manifiesto</translation>
    </message>
    <message>
        <source>its header cannot be read</source>
        <translation>su cabecera no se puede leer</translation>
    </message>
    <message>
        <source>its header says {columns} x {rows} pixels, its compressed data {columns_2} x {rows_2}</source>
        <translation>su cabecera dice {columns} x {rows} píxeles, sus datos comprimidos {columns_2} x {rows_2}</translation>
    </message>
    <message>
        <source>its header says {options} channels, its compressed data {components}</source>
        <translation>su cabecera dice {options} canales, sus datos comprimidos {components}</translation>
    </message>
    <message>
        <source>its header tells of one, but it is not there</source>
        <translation>su cabecera habla de una, pero no está</translation>
    </message>
    <message>
        <source>its list of files cannot be read</source>
        <translation>su lista de archivos no se puede leer</translation>
    </message>
    <message>
        <source>its list of files is cut off</source>
        <translation>su lista de archivos está cortada</translation>
    </message>
    <message>
        <source>its members tell apart other classes</source>
        <translation>sus miembros distinguen otras clases</translation>
    </message>
    <message>
        <source>its top</source>
        <translation>su nivel superior</translation>
    </message>
    <message>
        <source>its {manifest} cannot be read</source>
        <translation>su {manifest} no se puede leer</translation>
    </message>
    <message>
        <source>its {manifest} is too large</source>
        <translation>su {manifest} es demasiado grande</translation>
    </message>
    <message>
        <source>key image selection</source>
        <translation>selección de imágenes clave</translation>
    </message>
    <message>
        <source>key image selections</source>
        <translation>selecciones de imágenes clave</translation>
    </message>
    <message>
        <source>length in mm</source>
        <translation>longitud en mm</translation>
    </message>
    <message>
        <source>link to a folder</source>
        <translation>enlace a una carpeta</translation>
    </message>
    <message>
        <source>listing the films</source>
        <translation>listando las radiografías</translation>
    </message>
    <message>
        <source>longer side</source>
        <translation>lado mayor</translation>
    </message>
    <message>
        <source>looking at heat and lungs</source>
        <translation>mirando el calor y los pulmones</translation>
    </message>
    <message>
        <source>looking at the data</source>
        <translation>mirando los datos</translation>
    </message>
    <message>
        <source>looking at the films</source>
        <translation>mirando las radiografías</translation>
    </message>
    <message>
        <source>looking into {name}</source>
        <translation>mirando en {name}</translation>
    </message>
    <message>
        <source>lungs not looked for</source>
        <translation>sin buscar pulmones</translation>
    </message>
    <message>
        <source>lungs {lungs}</source>
        <translation>pulmones {lungs}</translation>
    </message>
    <message>
        <source>mean brightness</source>
        <translation>brillo medio</translation>
    </message>
    <message>
        <source>mean {figure_text}, SD {figure_text_2}</source>
        <translation>media {figure_text}, DE {figure_text_2}</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>medido</translation>
    </message>
    <message>
        <source>measuring how fast {called} reads</source>
        <translation>midiendo lo rápido que lee {called}</translation>
    </message>
    <message>
        <source>measuring the models</source>
        <translation>midiendo los modelos</translation>
    </message>
    <message>
        <source>measuring what it comes to</source>
        <translation>midiendo el resultado</translation>
    </message>
    <message>
        <source>measuring {display_name}</source>
        <translation>midiendo {display_name}</translation>
    </message>
    <message>
        <source>measuring {name}</source>
        <translation>midiendo {name}</translation>
    </message>
    <message>
        <source>min {figure_text}, max {figure_text_2}</source>
        <translation>mín. {figure_text}, máx. {figure_text_2}</translation>
    </message>
    <message>
        <source>more than one class reaches its operating point</source>
        <translation>más de una clase alcanza su punto de operación</translation>
    </message>
    <message>
        <source>names {missing} files that are not there ({names})</source>
        <translation>nombra {missing} archivos que no están ({names})</translation>
    </message>
    <message>
        <source>no ZIP file</source>
        <translation>no es un archivo ZIP</translation>
    </message>
    <message>
        <source>no angle</source>
        <translation>sin ángulo</translation>
    </message>
    <message>
        <source>no class</source>
        <translation>ninguna clase</translation>
    </message>
    <message>
        <source>no class reaches its operating point</source>
        <translation>ninguna clase alcanza su punto de operación</translation>
    </message>
    <message>
        <source>no class reaches one half</source>
        <translation>ninguna clase alcanza un medio</translation>
    </message>
    <message>
        <source>no film at all, only its size, shape, brightness and file</source>
        <translation>solo tamaño, forma, brillo y archivo, no la radiografía misma</translation>
    </message>
    <message>
        <source>no finding</source>
        <translation>sin hallazgo</translation>
    </message>
    <message>
        <source>no image</source>
        <translation>no es una imagen</translation>
    </message>
    <message>
        <source>no normal film</source>
        <translation>ninguna radiografía normal</translation>
    </message>
    <message>
        <source>no pixels</source>
        <translation>sin píxeles</translation>
    </message>
    <message>
        <source>none is there</source>
        <translation>no hay ninguna</translation>
    </message>
    <message>
        <source>none that could be measured</source>
        <translation>ninguna que se pudiera medir</translation>
    </message>
    <message>
        <source>none, least {p_value}</source>
        <translation>ninguna, mínimo {p_value}</translation>
    </message>
    <message>
        <source>not a database</source>
        <translation>no es una base de datos</translation>
    </message>
    <message>
        <source>not distinguishable, {p}</source>
        <translation>no se distinguen, {p}</translation>
    </message>
    <message>
        <source>not for diagnosis</source>
        <translation>no para diagnóstico</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>sin nombre</translation>
    </message>
    <message>
        <source>nothing came for {stall_s:g} s</source>
        <translation>no llegó nada en {stall_s:g} s</translation>
    </message>
    <message>
        <source>object without an image</source>
        <translation>objeto sin imagen</translation>
    </message>
    <message>
        <source>objects without an image</source>
        <translation>objetos sin imagen</translation>
    </message>
    <message>
        <source>one image</source>
        <translation>una imagen</translation>
    </message>
    <message>
        <source>only the outermost 6 % of each film</source>
        <translation>solo el 6 % exterior de cada radiografía</translation>
    </message>
    <message>
        <source>only {normals} normal {normals_2}</source>
        <translation>solo {normals} normales {normals_2}</translation>
    </message>
    <message>
        <source>only {there} is there</source>
        <translation>solo está {there}</translation>
    </message>
    <message>
        <source>other networks or settings</source>
        <translation>otras redes o ajustes</translation>
    </message>
    <message>
        <source>outside the film</source>
        <translation>fuera de la radiografía</translation>
    </message>
    <message>
        <source>p not defined</source>
        <translation>p sin definir</translation>
    </message>
    <message>
        <source>parts of the film speak for another class</source>
        <translation>partes de la radiografía hablan a favor de otra clase</translation>
    </message>
    <message>
        <source>patient or group stands</source>
        <translation>paciente o grupo está</translation>
    </message>
    <message>
        <source>patients or groups stand</source>
        <translation>pacientes o grupos están</translation>
    </message>
    <message>
        <source>perimeter {length_text}</source>
        <translation>perímetro {length_text}</translation>
    </message>
    <message>
        <source>picture made by LungDesk</source>
        <translation>imagen hecha por LungDesk</translation>
    </message>
    <message>
        <source>pictures made by LungDesk</source>
        <translation>imágenes hechas por LungDesk</translation>
    </message>
    <message>
        <source>pixel value</source>
        <translation>valor del píxel</translation>
    </message>
    <message>
        <source>pneumonia bacterial</source>
        <translation>neumonía bacteriana</translation>
    </message>
    <message>
        <source>pneumonia viral</source>
        <translation>neumonía viral</translation>
    </message>
    <message>
        <source>preparation {header}</source>
        <translation>preparación {header}</translation>
    </message>
    <message>
        <source>preparing {display_name}</source>
        <translation>preparando {display_name}</translation>
    </message>
    <message>
        <source>presentation state</source>
        <translation>estado de presentación</translation>
    </message>
    <message>
        <source>presentation states</source>
        <translation>estados de presentación</translation>
    </message>
    <message>
        <source>presentation table</source>
        <translation>tabla de presentación</translation>
    </message>
    <message>
        <source>putting the network into integers</source>
        <translation>pasando la red a números enteros</translation>
    </message>
    <message>
        <source>read after a correction ({applied})</source>
        <translation>leída tras una corrección ({applied})</translation>
    </message>
    <message>
        <source>read although refused: {sentence}</source>
        <translation>leída aunque rechazada: {sentence}</translation>
    </message>
    <message>
        <source>reading films</source>
        <translation>leyendo radiografías</translation>
    </message>
    <message>
        <source>reading the film through random masks</source>
        <translation>leyendo la radiografía a través de máscaras aleatorias</translation>
    </message>
    <message>
        <source>reading the films</source>
        <translation>leyendo las radiografías</translation>
    </message>
    <message>
        <source>reading {backbone} {input_size}</source>
        <translation>leyendo {backbone} {input_size}</translation>
    </message>
    <message>
        <source>reading {name}</source>
        <translation>leyendo {name}</translation>
    </message>
    <message>
        <source>reading {split}</source>
        <translation>leyendo {split}</translation>
    </message>
    <message>
        <source>reference length</source>
        <translation>longitud de referencia</translation>
    </message>
    <message>
        <source>reports</source>
        <translation>informes</translation>
    </message>
    <message>
        <source>research use only, not for diagnosis</source>
        <translation>solo para investigación, no para diagnóstico</translation>
    </message>
    <message>
        <source>row spacing</source>
        <translation>espaciado de filas</translation>
    </message>
    <message>
        <source>searching for copies</source>
        <translation>buscando copias</translation>
    </message>
    <message>
        <source>self-test {model_id}</source>
        <translation>autocomprobación {model_id}</translation>
    </message>
    <message>
        <source>show the same exposure</source>
        <translation>muestran la misma exposición</translation>
    </message>
    <message>
        <source>side of a view pixel</source>
        <translation>lado de un píxel de la vista</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>desviación estándar</translation>
    </message>
    <message>
        <source>the colour system {photometric}</source>
        <translation>el sistema de color {photometric}</translation>
    </message>
    <message>
        <source>the connection was closed before the end</source>
        <translation>la conexión se cerró antes del final</translation>
    </message>
    <message>
        <source>the most probable class does not reach its operating point</source>
        <translation>la clase más probable no alcanza su punto de operación</translation>
    </message>
    <message>
        <source>the most probable class has no operating point</source>
        <translation>la clase más probable no tiene punto de operación</translation>
    </message>
    <message>
        <source>the unknown {syntax}</source>
        <translation>la desconocida {syntax}</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>no hay ninguno</translation>
    </message>
    <message>
        <source>there is only one</source>
        <translation>solo hay uno</translation>
    </message>
    <message>
        <source>this model has no stored check that it agrees with float32</source>
        <translation>este modelo no tiene guardada ninguna comprobación de que coincida con float32</translation>
    </message>
    <message>
        <source>this processor does not compute it</source>
        <translation>este procesador no lo calcula</translation>
    </message>
    <message>
        <source>thorax width</source>
        <translation>anchura del tórax</translation>
    </message>
    <message>
        <source>thorax {length_text}</source>
        <translation>tórax {length_text}</translation>
    </message>
    <message>
        <source>trained from {name} on</source>
        <translation>entrenada desde {name}</translation>
    </message>
    <message>
        <source>trained whole</source>
        <translation>entrenada entera</translation>
    </message>
    <message>
        <source>training {index} of {runs} ({which})</source>
        <translation>entrenando {index} de {runs} ({which})</translation>
    </message>
    <message>
        <source>training {name} {size}{framing} {cut} {whole}{views} {batch} {place}</source>
        <translation>entrenando {name} {size}{framing} {cut} {whole}{views} {batch} {place}</translation>
    </message>
    <message>
        <source>trial {number} of {count}</source>
        <translation>ensayo {number} de {count}</translation>
    </message>
    <message>
        <source>trial {number} of {count}, about {left:.0f} s left</source>
        <translation>ensayo {number} de {count}, faltan unos {left:.0f} s</translation>
    </message>
    <message>
        <source>turn it round</source>
        <translation>dele la vuelta</translation>
    </message>
    <message>
        <source>turn it to the left</source>
        <translation>gírela a la izquierda</translation>
    </message>
    <message>
        <source>turn it to the right</source>
        <translation>gírela a la derecha</translation>
    </message>
    <message>
        <source>two of them are called {twice}</source>
        <translation>dos de ellas se llaman {twice}</translation>
    </message>
    <message>
        <source>uncertain: {doubt}</source>
        <translation>incierto: {doubt}</translation>
    </message>
    <message>
        <source>upside down</source>
        <translation>cabeza abajo</translation>
    </message>
    <message>
        <source>values of {options} bits</source>
        <translation>valores de {options} bits</translation>
    </message>
    <message>
        <source>weights in random order: {replace}</source>
        <translation>pesos en orden aleatorio: {replace}</translation>
    </message>
    <message>
        <source>which also gave {normals} normal films; the two can be told apart there, but nothing shows how the class looks anywhere else</source>
        <translation>que también dio {normals} radiografías normales; allí ambas se distinguen, pero nada muestra qué aspecto tiene la clase en otro lugar</translation>
    </message>
    <message>
        <source>which gave {films}; the class is confounded with its source</source>
        <translation>que dio {films}; la clase está confundida con su origen</translation>
    </message>
    <message>
        <source>window {number}</source>
        <translation>ventana {number}</translation>
    </message>
    <message>
        <source>writing DICOM objects</source>
        <translation>escribiendo objetos DICOM</translation>
    </message>
    <message>
        <source>writing the model</source>
        <translation>escribiendo el modelo</translation>
    </message>
    <message>
        <source>{backbone}, fold {number}</source>
        <translation>{backbone}, pliegue {number}</translation>
    </message>
    <message>
        <source>{bad} of {entries} annotations are not valid</source>
        <translation>{bad} de {entries} anotaciones no son válidas</translation>
    </message>
    <message>
        <source>{count:,} files that are called ZIP files are none.</source>
        <translation>{count:,} archivos que se llaman ZIP no lo son.</translation>
    </message>
    <message>
        <source>{count:,} files that are no images were passed over.</source>
        <translation>Se pasaron por alto {count:,} archivos que no son imágenes.</translation>
    </message>
    <message>
        <source>{count:,} links to folders were passed over: they may lead in a circle.</source>
        <translation>Se pasaron por alto {count:,} enlaces a carpetas: pueden llevar en círculo.</translation>
    </message>
    <message>
        <source>{count:,} names stand in a ZIP file more than once: the last film of each counts.</source>
        <translation>{count:,} nombres aparecen más de una vez en un archivo ZIP: de cada uno vale la última radiografía.</translation>
    </message>
    <message>
        <source>{count:,} tables of contents are damaged: films were found without them.</source>
        <translation>{count:,} tablas de contenido están dañadas: las radiografías se encontraron sin ellas.</translation>
    </message>
    <message>
        <source>{count:.1f} GB</source>
        <translation>{count:.1f} GB</translation>
    </message>
    <message>
        <source>{count:.1f} MB</source>
        <translation>{count:.1f} MB</translation>
    </message>
    <message>
        <source>{counted} cannot be read {named_films}. The first: {message} [{code}]</source>
        <translation>{counted} no se pueden leer {named_films}. La primera: {message} [{code}]</translation>
    </message>
    <message>
        <source>{counted} in more than one split {named_films}.</source>
        <translation>{counted} en más de una parte {named_films}.</translation>
    </message>
    <message>
        <source>{counted} no frontal view of the chest by the header {named_films}. The first: {sentence} [{code}]</source>
        <translation>{counted} una proyección no frontal del tórax según la cabecera {named_films}. La primera: {sentence} [{code}]</translation>
    </message>
    <message>
        <source>{counted} nothing but one grey {named_films}.</source>
        <translation>{counted} nada más que un gris {named_films}.</translation>
    </message>
    <message>
        <source>{counted} of films in different splits {what}, {example}.</source>
        <translation>{counted} de radiografías en partes distintas {what}, {example}.</translation>
    </message>
    <message>
        <source>{counted} of films of one class and split {what}, {example}.</source>
        <translation>{counted} de radiografías de una misma clase y parte {what}, {example}.</translation>
    </message>
    <message>
        <source>{counted} of films with different classes {what}, {example}.</source>
        <translation>{counted} de radiografías con clases distintas {what}, {example}.</translation>
    </message>
    <message>
        <source>{counted} smaller than {small_side} pixels on a side {named_films}.</source>
        <translation>{counted} menores de {small_side} píxeles por lado {named_films}.</translation>
    </message>
    <message>
        <source>{count} could be read.</source>
        <translation>{count} se pudieron leer.</translation>
    </message>
    <message>
        <source>{count} films have a Patient ID in their headers that is hardly one patient's: it is a word for nobody, or all films of several classes have it, or a third of the films and more than {most_studies} studies. Each of them counts as of a patient of its own.</source>
        <translation>{count} radiografías tienen en su cabecera un ID de paciente que difícilmente es de un solo paciente: es una palabra que no nombra a nadie, o lo tienen todas las radiografías de varias clases, o un tercio de las radiografías y más de {most_studies} estudios. Cada una cuenta como de un paciente propio.</translation>
    </message>
    <message>
        <source>{days:.1f} years</source>
        <translation>{days:.1f} años</translation>
    </message>
    <message>
        <source>{days:d} days</source>
        <translation>{days:d} días</translation>
    </message>
    <message>
        <source>{display_name} cannot be cut at {wanted}.</source>
        <translation>{display_name} no se puede cortar en {wanted}.</translation>
    </message>
    <message>
        <source>{display_name} does not take films of {size} px.</source>
        <translation>{display_name} no admite radiografías de {size} px.</translation>
    </message>
    <message>
        <source>{display_name}, trunk {tuned_part}</source>
        <translation>{display_name}, tronco {tuned_part}</translation>
    </message>
    <message>
        <source>{each:.3g} s a film, {duration} left</source>
        <translation>{each:.3g} s por radiografía, quedan {duration}</translation>
    </message>
    <message>
        <source>{entries:,} entries</source>
        <translation>{entries:,} entradas</translation>
    </message>
    <message>
        <source>{entries:,} files of {total:,.0f} MB</source>
        <translation>{entries:,} archivos de {total:,.0f} MB</translation>
    </message>
    <message>
        <source>{excluded} films of the collection were left out.</source>
        <translation>Se omitieron {excluded} radiografías de la colección.</translation>
    </message>
    <message>
        <source>{filename} ends too early</source>
        <translation>{filename} acaba demasiado pronto</translation>
    </message>
    <message>
        <source>{filename} is larger than stated</source>
        <translation>{filename} es mayor de lo indicado</translation>
    </message>
    <message>
        <source>{filename} may not be read by you.</source>
        <translation>{filename}: usted no tiene permiso para leerlo.</translation>
    </message>
    <message>
        <source>{first_name} and {name} call {paths} by different labels</source>
        <translation>{first_name} y {name} llaman a {paths} con etiquetas distintas</translation>
    </message>
    <message>
        <source>{folder} holds a {results} without the {journal} that it was made of.</source>
        <translation>{folder} contiene un {results} sin el {journal} del que se hizo.</translation>
    </message>
    <message>
        <source>{folder} holds the rows of a batch already.</source>
        <translation>{folder} ya contiene las filas de un lote.</translation>
    </message>
    <message>
        <source>{found:,} entries</source>
        <translation>{found:,} entradas</translation>
    </message>
    <message>
        <source>{frame_count} images</source>
        <translation>{frame_count} imágenes</translation>
    </message>
    <message>
        <source>{head} cannot be read</source>
        <translation>{head} no se puede leer</translation>
    </message>
    <message>
        <source>{is_first} is right more often, {p}</source>
        <translation>{is_first} acierta más, {p}</translation>
    </message>
    <message>
        <source>{is_source} says nothing of the lungs, yet a model may use it and fail in another hospital.</source>
        <translation>{is_source} no dice nada de los pulmones, pero un modelo puede usarlo y fallar en otro hospital.</translation>
    </message>
    <message>
        <source>{joined}… ({values:,} values)</source>
        <translation>{joined}… ({values:,} valores)</translation>
    </message>
    <message>
        <source>{kind} of {split}</source>
        <translation>{kind} de {split}</translation>
    </message>
    <message>
        <source>{label} is no label, so {name} cannot mean it.</source>
        <translation>{label} no es ninguna etiqueta, así que {name} no puede significarla.</translation>
    </message>
    <message>
        <source>{leaks} patients or copied films stand in more than one split (the first: {films}).</source>
        <translation>{leaks} pacientes o radiografías copiadas están en más de una parte (el primero: {films}).</translation>
    </message>
    <message>
        <source>{learnt} cannot be read</source>
        <translation>{learnt} no se puede leer</translation>
    </message>
    <message>
        <source>{left_out} films took no part, the first because: {first}</source>
        <translation>{left_out} radiografías no participaron, la primera porque: {first}</translation>
    </message>
    <message>
        <source>{left_out} of its graphics could not be read.</source>
        <translation>No se pudieron leer {left_out} de sus gráficos.</translation>
    </message>
    <message>
        <source>{length:,} bytes</source>
        <translation>{length:,} bytes</translation>
    </message>
    <message>
        <source>{length_mm:.1f} mm (reference)</source>
        <translation>{length_mm:.1f} mm (referencia)</translation>
    </message>
    <message>
        <source>{lines:,} lines of {journal} are damaged: films that have lost rows are read anew.</source>
        <translation>{lines:,} líneas de {journal} están dañadas: las radiografías que han perdido su fila se leen de nuevo.</translation>
    </message>
    <message>
        <source>{line}… ({text:,} characters)</source>
        <translation>{line}… ({text:,} caracteres)</translation>
    </message>
    <message>
        <source>{listed} are no films.</source>
        <translation>{listed} no son radiografías.</translation>
    </message>
    <message>
        <source>{listed} is no film.</source>
        <translation>{listed} no es una radiografía.</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} a {high}</translation>
    </message>
    <message>
        <source>{low} to {high} hours</source>
        <translation>de {low} a {high} horas</translation>
    </message>
    <message>
        <source>{low} to {high} minutes</source>
        <translation>de {low} a {high} minutos</translation>
    </message>
    <message>
        <source>{low} to {high} seconds</source>
        <translation>de {low} a {high} segundos</translation>
    </message>
    <message>
        <source>{lung_manifest} is not valid at {where}</source>
        <translation>{lung_manifest} no es válido en {where}</translation>
    </message>
    <message>
        <source>{manifest} does not name distinct classes</source>
        <translation>{manifest} no nombra clases distintas</translation>
    </message>
    <message>
        <source>{manifest} does not name distinct members</source>
        <translation>{manifest} no nombra miembros distintos</translation>
    </message>
    <message>
        <source>{manifest} is not valid at {where}</source>
        <translation>{manifest} no es válido en {where}</translation>
    </message>
    <message>
        <source>{manifest} names members outside of it</source>
        <translation>{manifest} nombra miembros fuera de él</translation>
    </message>
    <message>
        <source>{manifest} names {stated} classes, {head} holds {held}</source>
        <translation>{manifest} nombra {stated} clases, {head} contiene {held}</translation>
    </message>
    <message>
        <source>{manifest} states weights that do not add up to 1</source>
        <translation>{manifest} indica pesos que no suman 1</translation>
    </message>
    <message>
        <source>{max:,} of {expected:,} bytes of its pixels are there</source>
        <translation>están {max:,} de {expected:,} bytes de sus píxeles</translation>
    </message>
    <message>
        <source>{measured_on} films</source>
        <translation>radiografías de {measured_on}</translation>
    </message>
    <message>
        <source>{message} with {id}</source>
        <translation>{message} con {id}</translation>
    </message>
    <message>
        <source>{method} of {model} for {class_name} laid over the film.</source>
        <translation>{method} de {model} para {class_name}, superpuesto a la radiografía.</translation>
    </message>
    <message>
        <source>{mm:,.1f} mm{power} {source_text}</source>
        <translation>{mm:,.1f} mm{power} {source_text}</translation>
    </message>
    <message>
        <source>{months:d} months</source>
        <translation>{months:d} meses</translation>
    </message>
    <message>
        <source>{names} and {names_2}</source>
        <translation>{names} y {names_2}</translation>
    </message>
    <message>
        <source>{names}, more than any film is</source>
        <translation>{names}, más que cualquier radiografía</translation>
    </message>
    <message>
        <source>{name} becomes larger than any film when it is unpacked.</source>
        <translation>{name}: descomprimido, es más grande que cualquier radiografía.</translation>
    </message>
    <message>
        <source>{name} belongs to the workspace itself, so a backup cannot take its place.</source>
        <translation>{name} forma parte del propio espacio de trabajo, por lo que una copia no puede ocupar su lugar.</translation>
    </message>
    <message>
        <source>{name} cannot be applied: {why}.</source>
        <translation>{name} no se puede aplicar: {why}.</translation>
    </message>
    <message>
        <source>{name} cannot be fetched from {server} ({interruption}).</source>
        <translation>{name} no se puede descargar de {server} ({interruption}).</translation>
    </message>
    <message>
        <source>{name} cannot be read</source>
        <translation>{name} no se puede leer</translation>
    </message>
    <message>
        <source>{name} cannot be read ({error})</source>
        <translation>{name} no se puede leer ({error})</translation>
    </message>
    <message>
        <source>{name} cannot be read ({strerror}).</source>
        <translation>{name} no se puede leer ({strerror}).</translation>
    </message>
    <message>
        <source>{name} cannot be the logo of a report: it is no PNG or JPEG picture.</source>
        <translation>{name} no puede ser el logotipo de un informe: no es una imagen PNG ni JPEG.</translation>
    </message>
    <message>
        <source>{name} cannot be written ({strerror}).</source>
        <translation>{name} no se puede escribir ({strerror}).</translation>
    </message>
    <message>
        <source>{name} cannot be written: batches are PDF, HTML, Excel or JSON lines.</source>
        <translation>{name} no se puede escribir: los informes de lotes son PDF, HTML, Excel o líneas JSON.</translation>
    </message>
    <message>
        <source>{name} cannot be written: reports are PDF, HTML or JSON files.</source>
        <translation>{name} no se puede escribir: los informes son archivos PDF, HTML o JSON.</translation>
    </message>
    <message>
        <source>{name} cannot be written: the disk is full.</source>
        <translation>{name} no se puede escribir: el disco está lleno.</translation>
    </message>
    <message>
        <source>{name} comes with LungDesk, and would be changed for good.</source>
        <translation>{name} viene con LungDesk y quedaría cambiado para siempre.</translation>
    </message>
    <message>
        <source>{name} could be read before and cannot be read now.</source>
        <translation>{name} se podía leer antes y ahora no se puede.</translation>
    </message>
    <message>
        <source>{name} does not hold the weights of {name_2} ({reason}).</source>
        <translation>{name} no contiene los pesos de {name_2} ({reason}).</translation>
    </message>
    <message>
        <source>{name} does not name all films that it has learnt from: where it knows local films, they flatter every figure.</source>
        <translation>{name} no nombra todas las radiografías de las que ha aprendido: si conoce radiografías locales, todas las cifras son demasiado buenas.</translation>
    </message>
    <message>
        <source>{name} has learnt from {known} of {found} local films already: they would flatter every figure, and the others are too few.</source>
        <translation>{name} ya ha aprendido de {known} de {found} radiografías locales: harían demasiado buenas todas las cifras, y las demás son muy pocas.</translation>
    </message>
    <message>
        <source>{name} has no split called {name_2}.</source>
        <translation>{name} no tiene una parte llamada {name_2}.</translation>
    </message>
    <message>
        <source>{name} has only {columns} x {rows} pixels; a film needs {min_side_px} on its shorter side.</source>
        <translation>{name} tiene solo {columns} x {rows} píxeles; una radiografía necesita {min_side_px} en su lado menor.</translation>
    </message>
    <message>
        <source>{name} has other films than when the model was trained, and does not say which are to be learnt from: films that it has learnt may be among those of val and test.</source>
        <translation>{name} tiene otras radiografías que cuando se entrenó el modelo, y no dice con cuáles se aprende: entre las de validación y prueba puede haber radiografías que ha aprendido.</translation>
    </message>
    <message>
        <source>{name} holds no image: {why}.</source>
        <translation>{name} no contiene imagen: {why}.</translation>
    </message>
    <message>
        <source>{name} holds no labelled films.</source>
        <translation>{name} no contiene radiografías etiquetadas.</translation>
    </message>
    <message>
        <source>{name} holds no unsaved work, or is damaged.</source>
        <translation>{name} no contiene trabajo no guardado, o está dañado.</translation>
    </message>
    <message>
        <source>{name} holds {images}; number {frame} was asked for.</source>
        <translation>{name} contiene {images}; se pidió el número {frame}.</translation>
    </message>
    <message>
        <source>{name} holds {what}, which LungDesk does not show.</source>
        <translation>{name} contiene {what}, que LungDesk no muestra.</translation>
    </message>
    <message>
        <source>{name} in {split}</source>
        <translation>{name} en {split}</translation>
    </message>
    <message>
        <source>{name} is a colour image; a grayscale presentation state is for grey films only.</source>
        <translation>{name} es una imagen en color; un estado de presentación en gris es solo para radiografías en gris.</translation>
    </message>
    <message>
        <source>{name} is a kind of JPEG that is not for pictures of 8 bits.</source>
        <translation>{name} es un tipo de JPEG que no es para imágenes de 8 bits.</translation>
    </message>
    <message>
        <source>{name} is another file by now than the one that was read.</source>
        <translation>{name} ya no es el archivo que se leyó, sino otro.</translation>
    </message>
    <message>
        <source>{name} is damaged: {why}.</source>
        <translation>{name} está dañado: {why}.</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} está vacío.</translation>
    </message>
    <message>
        <source>{name} is encoded as {encoding}, which cannot be decoded here.</source>
        <translation>{name} está codificado como {encoding}, que aquí no se puede decodificar.</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>falta {name}</translation>
    </message>
    <message>
        <source>{name} is no DICOM file, so it has no DICOM elements.</source>
        <translation>{name} no es un archivo DICOM, así que no tiene elementos DICOM.</translation>
    </message>
    <message>
        <source>{name} is no DICOM, PNG, JPEG, TIFF or BMP file.</source>
        <translation>{name} no es un archivo DICOM, PNG, JPEG, TIFF ni BMP.</translation>
    </message>
    <message>
        <source>{name} is no workspace of LungDesk.</source>
        <translation>{name} no es un espacio de trabajo de LungDesk.</translation>
    </message>
    <message>
        <source>{name} is not installed: {why}.</source>
        <translation>{name} no se instala: {why}.</translation>
    </message>
    <message>
        <source>{name} is not listed in its manifest</source>
        <translation>{name} no figura en su manifiesto</translation>
    </message>
    <message>
        <source>{name} is not listed in {manifest}</source>
        <translation>{name} no figura en {manifest}</translation>
    </message>
    <message>
        <source>{name} is not the file that was released</source>
        <translation>{name} no es el archivo que se publicó</translation>
    </message>
    <message>
        <source>{name} is not there.</source>
        <translation>{name} no está.</translation>
    </message>
    <message>
        <source>{name} is not valid at its top</source>
        <translation>{name} no es válido en su nivel superior</translation>
    </message>
    <message>
        <source>{name} is the film itself.</source>
        <translation>{name} es la propia radiografía.</translation>
    </message>
    <message>
        <source>{name} is too large for the logo of a report: {columns:,} × {rows:,} pixels.</source>
        <translation>{name} es demasiado grande para el logotipo de un informe: {columns:,} × {rows:,} píxeles.</translation>
    </message>
    <message>
        <source>{name} is {what}, not a file.</source>
        <translation>{name} es {what}, no un archivo.</translation>
    </message>
    <message>
        <source>{name} may not be read by you.</source>
        <translation>{name}: usted no tiene permiso para leerlo.</translation>
    </message>
    <message>
        <source>{name} needs more memory than this computer has free.</source>
        <translation>{name} necesita más memoria de la que tiene libre este equipo.</translation>
    </message>
    <message>
        <source>{name} needs {size_bytes:.1f} GB unpacked, and there are {free_bytes:.1f} GB free.</source>
        <translation>{name} necesita {size_bytes:.1f} GB descomprimido, y hay {free_bytes:.1f} GB libres.</translation>
    </message>
    <message>
        <source>{name} of the run {name_2} cannot be understood.</source>
        <translation>No se entiende {name} de la ejecución {name_2}.</translation>
    </message>
    <message>
        <source>{name} states an impossible size of {columns} x {rows} pixels.</source>
        <translation>{name} indica un tamaño imposible de {columns} x {rows} píxeles.</translation>
    </message>
    <message>
        <source>{name} states {columns:,} x {rows:,} pixels; the limit is {max_pixels:,}.</source>
        <translation>{name} indica {columns:,} x {rows:,} píxeles; el límite es {max_pixels:,}.</translation>
    </message>
    <message>
        <source>{name} tells apart other classes than {name_2}.</source>
        <translation>{name} distingue otras clases que {name_2}.</translation>
    </message>
    <message>
        <source>{name} tells apart {ids}, not {ids_2}</source>
        <translation>{name} distingue {ids}, no {ids_2}</translation>
    </message>
    <message>
        <source>{name} was adapted to {site} already: films that it has learnt from would flatter every figure.</source>
        <translation>{name} ya se adaptó a {site}: las radiografías de las que ha aprendido favorecerían todas las cifras.</translation>
    </message>
    <message>
        <source>{name} was changed while it was read.</source>
        <translation>{name} cambió mientras se leía.</translation>
    </message>
    <message>
        <source>{name} was saved by a newer LungDesk.</source>
        <translation>{name} lo guardó un LungDesk más reciente.</translation>
    </message>
    <message>
        <source>{name} was written by a later LungDesk.</source>
        <translation>{name} lo escribió un LungDesk posterior.</translation>
    </message>
    <message>
        <source>{name} {rank} be chosen by; on the {measured_on} films it is right in {accuracy}.</source>
        <translation>{name} {rank} elegirse; en las radiografías de {measured_on} acierta en {accuracy}.</translation>
    </message>
    <message>
        <source>{name} {why}, so that no DICOM object can refer to it.</source>
        <translation>{name} {why}, así que ningún objeto DICOM puede referirse a él.</translation>
    </message>
    <message>
        <source>{name}, which sees how a film lies, is missing or was altered.</source>
        <translation>{name}, que ve cómo está puesta una radiografía, falta o se alteró.</translation>
    </message>
    <message>
        <source>{name}: only {counts} training films; what is said of it means little.</source>
        <translation>{name}: solo {counts} radiografías de entrenamiento; lo que se diga de ella significa poco.</translation>
    </message>
    <message>
        <source>{name}: {count} of {total} training films come from one source ({source}), {contrast}.</source>
        <translation>{name}: {count} de {total} radiografías de entrenamiento proceden de un origen ({source}), {contrast}.</translation>
    </message>
    <message>
        <source>{neighbours} cannot be read</source>
        <translation>{neighbours} no se puede leer</translation>
    </message>
    <message>
        <source>{one} and {other} have read different {split} films of the same names</source>
        <translation>{one} y {other} han leído radiografías de {split} distintas con los mismos nombres</translation>
    </message>
    <message>
        <source>{outlier} cannot be read</source>
        <translation>{outlier} no se puede leer</translation>
    </message>
    <message>
        <source>{out} is there already, and all that it holds would be gone.</source>
        <translation>{out} ya existe y se perdería todo lo que contiene.</translation>
    </message>
    <message>
        <source>{parent} holds a training that was begun with other films or settings, or by another version of LungDesk.</source>
        <translation>{parent} contiene un entrenamiento que se empezó con otras radiografías u otros ajustes, o con otra versión de LungDesk.</translation>
    </message>
    <message>
        <source>{parent} holds trials of {words}.</source>
        <translation>{parent} contiene ensayos de {words}.</translation>
    </message>
    <message>
        <source>{parts} and {last}</source>
        <translation>{parts} y {last}</translation>
    </message>
    <message>
        <source>{path} cannot be understood: it does not say of which films the predictions are.</source>
        <translation>No se entiende {path}: no dice de qué radiografías son las predicciones.</translation>
    </message>
    <message>
        <source>{path} cannot be used: it is damaged, or no journal of a batch.</source>
        <translation>{path} no se puede usar: está dañado, o no es el diario de un lote.</translation>
    </message>
    <message>
        <source>{path} is damaged, or not the table of a batch.</source>
        <translation>{path} está dañado, o no es la tabla de un lote.</translation>
    </message>
    <message>
        <source>{path} is not {name} as {server} publishes it.</source>
        <translation>{path} no es {name} como lo publica {server}.</translation>
    </message>
    <message>
        <source>{percent} of the {names} films and {percent_2} of the others have {range}.</source>
        <translation>El {percent} de las radiografías de {names} y el {percent_2} de las demás tienen {range}.</translation>
    </message>
    <message>
        <source>{purpose} need {in_words} and the cache may hold {in_words_2}, of which {in_words_3} are in use.</source>
        <translation>{purpose} necesitan {in_words} y la caché puede contener {in_words_2}, de los que {in_words_3} están en uso.</translation>
    </message>
    <message>
        <source>{purpose} need {in_words} and the disk of {root} has {in_words_2} left.</source>
        <translation>{purpose} necesitan {in_words} y al disco de {root} le quedan {in_words_2}.</translation>
    </message>
    <message>
        <source>{px:,.0f} px{power}</source>
        <translation>{px:,.0f} px{power}</translation>
    </message>
    <message>
        <source>{rate:.3g} films/s, {duration} left</source>
        <translation>{rate:.3g} radiografías/s, quedan {duration}</translation>
    </message>
    <message>
        <source>{run_folder} holds a training already.</source>
        <translation>{run_folder} ya contiene un entrenamiento.</translation>
    </message>
    <message>
        <source>{run} holds a training with other settings.</source>
        <translation>{run} contiene un entrenamiento con otros ajustes.</translation>
    </message>
    <message>
        <source>{run} holds trials, or a training, already.</source>
        <translation>{run} ya contiene ensayos, o un entrenamiento.</translation>
    </message>
    <message>
        <source>{seconds:.0f} min</source>
        <translation>{seconds:.0f} min</translation>
    </message>
    <message>
        <source>{server} has sent another file than {name} as it was published.</source>
        <translation>{server} ha enviado un archivo distinto de {name} como se publicó.</translation>
    </message>
    <message>
        <source>{share:.0f} % of the picture is {tone}: nothing can be read there.</source>
        <translation>El {share:.0f} % de la imagen es {tone}: ahí no se puede leer nada.</translation>
    </message>
    <message>
        <source>{source} {percent} (chance {percent_2}, {n} films)</source>
        <translation>{source} {percent} (azar {percent_2}, {n} radiografías)</translation>
    </message>
    <message>
        <source>{tables} have no {split} film in common</source>
        <translation>{tables} no tienen en común ninguna radiografía de {split}</translation>
    </message>
    <message>
        <source>{turned} and invert it</source>
        <translation>{turned} e inviértala</translation>
    </message>
    <message>
        <source>{untold}: cannot be told</source>
        <translation>{untold}: no puede decirse</translation>
    </message>
    <message>
        <source>{value} item{value_2}</source>
        <translation>{value} elemento{value_2}</translation>
    </message>
    <message>
        <source>{without} has no predictions of the {measured} films</source>
        <translation>{without} no tiene predicciones de las radiografías de {measured}</translation>
    </message>
    <message>
        <source>{workers} threads</source>
        <translation>{workers} hilos</translation>
    </message>
    <message>
        <source>{} bytes a pixel in the file</source>
        <translation>{} bytes por píxel en el archivo</translation>
    </message>
    <message>
        <source>“{strip}” cannot be the name of a model.</source>
        <translation>«{strip}» no puede ser el nombre de un modelo.</translation>
    </message>
    <message>
        <source>“{text}” cannot be the id of a model.</source>
        <translation>«{text}» no puede ser el identificador de un modelo.</translation>
    </message>
</context>
</TS>
